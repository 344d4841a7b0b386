using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets the sheets of jobs in the order of their numbers, or the one that comes next.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneSheet", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Sheet))]
public sealed class GetMarianneSheetCommand : JobStoreCmdlet
{
    private const string ListSet = "List";
    private const string NextSet = "Next";

    /// <summary>
    /// The ids of the jobs; wildcards are allowed, and an id that is a job's exactly is that job. Jobs, sheets and
    /// executions can be piped in.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the store has no such job. The others go on.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] JobId { get; set; } = [];

    /// <summary>Only the sheets of these numbers, from 1 to the job's total. Default: all.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no such sheet. The others go on.</exception>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ListSet)]
    [Alias("SheetNumber")]
    [WholeNumber]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[]? Number { get; set; }

    /// <summary>Only sheets in one of these states.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    public SheetStatus[]? Status { get; set; }

    /// <summary>
    /// Gets the sheet that comes next: the one still InProgress, as after a crash, else the lowest that is neither
    /// Completed nor Skipped. Nothing when the job is over.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NextSet)]
    public SwitchParameter Next { get; set; }

    private protected override void Process() => ForEach(JobId, id => ForEach(Find(id), Write));

    private void Write(Job job)
    {
        if (Next)
            WriteAll(NextSheet.Of(job) is { } number ? [job.Sheets[number - 1]] : []);
        else if (Number is null)
            WriteAll(job.Sheets);
        else
            ForEach(Number, number => WriteAll([Numbered(job, number)]));
    }

    private void WriteAll(IEnumerable<Sheet> sheets)
    {
        foreach (Sheet sheet in sheets)
        {
            if (Status?.Contains(sheet.Status) != false)
                WriteSheet(sheet);
        }
    }

    private static Sheet Numbered(Job job, int number) => number >= 1 && number <= job.TotalSheets
        ? job.Sheets[number - 1]
        : throw JobErrors.SheetOutOfRange(job.Id, number, job.TotalSheets);
}
