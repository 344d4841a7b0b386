using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// What the cmdlets share that remember records, from one to the hundred thousand lines of a CSV file: a bad record is
/// reported with its number, and the rest is written, many at a time.
/// </summary>
/// <typeparam name="TRecord">What the parameters say.</typeparam>
/// <typeparam name="TResult">What is remembered of it.</typeparam>
public abstract class RecordCmdlet<TRecord, TResult> : LearningCmdlet
{
    private readonly ProgressReport _progress;
    private RecordBatch<TRecord, TResult> _batch = null!;
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
            // PowerShell sets it before it reads the properties, and takes it back afterwards.
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

    /// <summary>What is done to the records, as a person says it: <c>Remember outcomes</c>.</summary>
    private protected abstract string Action { get; }

    private protected sealed override void Begin()
    {
        ILearningStore learning = Learning; // A batch is written on any thread, and only this one knows its store.
        _batch = new RecordBatch<TRecord, TResult>(records => Wait(RememberAsync(learning, records)));
    }

    private protected sealed override void Process()
    {
        RecordNumber.End();
        TRecord record = Read();
        if (!ShouldProcess(NameOf(record), Action))
            return;

        _batch.Add(record);
        _progress.Say(Action, $"{_records:N0} records");
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

    /// <summary>The record that the parameters make.</summary>
    /// <exception cref="MarianneException">It must not be remembered.</exception>
    private protected abstract TRecord Make();

    /// <summary>What a record is about, for <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    private protected abstract string NameOf(TRecord record);

    /// <summary>Remembers records, all or none of them.</summary>
    private protected abstract ValueTask<IReadOnlyList<TResult>> RememberAsync(
        ILearningStore learning, IReadOnlyList<TRecord> records);

    private TRecord Read()
    {
        try
        {
            return Make();
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
