using System.Management.Automation;
using Marianne.Learning;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Base class for cmdlets that write records to the learning store, from one to the hundred thousand lines of a CSV file.
/// An invalid record is reported with its number; the other records are written in batches.
/// </summary>
/// <typeparam name="TRecord">The type of the records to write.</typeparam>
/// <typeparam name="TResult">The type of a stored record.</typeparam>
public abstract class RecordCmdlet<TRecord, TResult> : LearningCmdlet
{
    private readonly ProgressReport _progress;
    private RecordBatch<TRecord, TResult> _batch = null!;
    private HashSet<string> _onCommandLine = [];
    private long _records;

    private protected RecordCmdlet() => _progress = new ProgressReport(this);

    /// <summary>
    /// Specifies a record. The cmdlet reads its properties as the parameters of the same names. A row from Import-Csv
    /// is an example of a record.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject
    {
        get;
        set
        {
            // PowerShell sets this before it binds the properties, and resets it to null afterwards.
            field = value;
            if (value is not null)
                RecordNumber.Begin(++_records);
        }
    }

    /// <summary>
    /// Returns each record after it is saved in the store. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The operation as progress and <c>-WhatIf</c> show it: <c>Record outcomes</c>.</summary>
    private protected abstract string Action { get; }

    private protected sealed override void Begin()
    {
        _onCommandLine = [.. MyInvocation.BoundParameters.Keys];
        ILearningStore learning = Learning; // Resolved here: a batch is written on any thread.
        _batch = new RecordBatch<TRecord, TResult>(records => Wait(RecordAsync(learning, records)));
    }

    private protected sealed override void Process()
    {
        RecordNumber.End();
        TRecord record = ReadRecord();
        if (!ShouldProcess(NameOf(record), Action))
            return;

        _batch.Add(record);
        _progress.Show(Action, $"{_records:N0} {CountText.Word(_records, "record")}");
        WriteWritten();
    }

    private protected sealed override void Complete()
    {
        _batch.Flush();
        WriteWritten();
        _progress.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        RecordNumber.End();
        _batch?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Creates a record from the parameters.</summary>
    /// <exception cref="MarianneException">The record is not valid.</exception>
    private protected abstract TRecord CreateRecord();

    /// <summary>Determines whether a parameter is specified on the command line, so that no property of a record is bound to it.</summary>
    private protected bool IsOnCommandLine(string parameter) => _onCommandLine.Contains(parameter);

    /// <summary>The target of a record for <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    private protected abstract string NameOf(TRecord record);

    /// <summary>Writes either all records or none.</summary>
    private protected abstract ValueTask<IReadOnlyList<TResult>> RecordAsync(
        ILearningStore learning, IReadOnlyList<TRecord> records);

    private TRecord ReadRecord()
    {
        try
        {
            return CreateRecord();
        }
        catch (MarianneException error) when (InputObject is not null && !error.IsStoreBroken)
        {
            throw ParameterErrors.InRecord(_records, error);
        }
    }

    private void WriteWritten()
    {
        IReadOnlyList<TResult> written = _batch.TakeWritten();
        if (PassThru)
            WriteObject(written, enumerateCollection: true);
    }
}
