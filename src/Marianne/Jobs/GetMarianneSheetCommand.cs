using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets the sheets of jobs, or the next sheet to work on.</summary>
[Cmdlet(
    VerbsCommon.Get,
    "MarianneSheet",
    DefaultParameterSetName = ListSet,
    HelpUri = HelpPage.Folder + "Get-MarianneSheet.md")]
[OutputType(typeof(Sheet))]
public sealed class GetMarianneSheetCommand : JobStoreCmdlet
{
    private const string ListSet = "List";
    private const string NextSet = "Next";

    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] JobId { get; set; } = [];

    /// <summary>
    /// Specifies the numbers of the sheets, from 1 to the total number of sheets of the job. The default is all sheets.
    /// </summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ListSet)]
    [Alias("SheetNumber")]
    [WholeNumber]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[]? Number { get; set; }

    /// <summary>Specifies the statuses of the sheets. The default is all statuses.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    public SheetStatus[]? Status { get; set; }

    /// <summary>
    /// Indicates that the cmdlet gets only the next sheet to work on. If the job is over, the cmdlet returns no sheet.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NextSet)]
    public SwitchParameter Next { get; set; }

    private protected override bool ContinuesAfterDamage => true;

    private protected override void Process() => ForEach(JobId, id => ForEach(Find(id), Write));

    private void Write(Job job)
    {
        Wait(Missing.MarkAsync(job, StopToken));
        if (Next)
            WriteAll(NextSheet.Of(job) is { } number ? [job.Sheets[number - 1]] : []);
        else if (Number is null)
            WriteAll(job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1]));
        else
            ForEach(Number, number => WriteAll([SheetOf(job, number)]));
    }

    private void WriteAll(IEnumerable<Sheet> sheets)
    {
        foreach (Sheet sheet in sheets)
        {
            if (Status?.Contains(sheet.Status) != false)
                WriteSheet(sheet);
        }
    }

    private static Sheet SheetOf(Job job, int number) => number >= 1 && number <= job.TotalSheets
        ? job.Sheets[number - 1]
        : throw JobErrors.SheetOutOfRange(job.Id, number, job.TotalSheets);
}
