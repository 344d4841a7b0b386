using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets the approvals that sheets wait for, and those that were answered.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneApproval", HelpUri = HelpPage.Folder + "Get-MarianneApproval.md")]
[OutputType(typeof(MarianneApproval))]
public sealed class GetMarianneApprovalCommand : JobStoreCmdlet
{
    /// <summary>The numbers of the sheets of each selected job; <c>null</c> for all sheets.</summary>
    private readonly Dictionary<string, HashSet<int>?> _selected = new(StringComparer.Ordinal);

    private bool _areAllJobs;

    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters. The default is all jobs.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? JobId { get; set; }

    /// <summary>Specifies the numbers of the sheets. The default is all sheets.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[]? SheetNumber { get; set; }

    /// <summary>
    /// Specifies the names of the sheets. Wildcards are supported, and names are not case-sensitive. The default is all sheets.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SheetNameCompleter))]
    public string[]? SheetName { get; set; }

    /// <summary>
    /// Specifies which approvals are returned: Waiting, Approved, Denied, or Withdrawn for those without an answer that the sheet does not
    /// wait for any more. The default is Waiting.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ApprovalStatus[] Status { get; set; } = [ApprovalStatus.Waiting];

    /// <summary>Indicates that approvals of every status are returned: the history of the decisions.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    private protected override void Process()
    {
        if (JobId is null)
            _areAllJobs = true;
        else
            ForEach(JobId, id => ForEach(Find(id), job => Select(job.Id)));
    }

    private void Select(string id)
    {
        if (SheetNumber is null)
            _selected[id] = null;
        else if (!_selected.TryGetValue(id, out HashSet<int>? numbers))
            _selected[id] = [.. SheetNumber];
        else
            numbers?.UnionWith(SheetNumber);
    }

    /// <summary>Writes the approvals of all jobs, which are read at once.</summary>
    private protected override void Complete()
    {
        if (!_areAllJobs && _selected.Count == 0)
            return;

        bool onlyUnanswered = !All && Status.All(status => status is ApprovalStatus.Waiting or ApprovalStatus.Withdrawn);
        var query = new ApprovalQuery { JobIds = _areAllJobs ? null : _selected.Keys, OnlyUnanswered = onlyUnanswered };
        Func<string, bool>? isNamed = SheetName is null ? null : Wildcards.AnyOrEqual(SheetName);
        foreach (SheetApproval approval in Wait(Jobs.ListApprovalsAsync(query, StopToken)).OrderBy(approval => approval.AskedAt))
        {
            if ((All || Status.Contains(approval.Status)) && IsSelected(approval) && isNamed?.Invoke(approval.SheetName ?? "") != false)
                WriteObject(new MarianneApproval(approval));
        }
    }

    private bool IsSelected(SheetApproval approval)
    {
        IEnumerable<int>? numbers = _areAllJobs ? SheetNumber : _selected[approval.JobId];
        return numbers?.Contains(approval.SheetNumber) != false;
    }
}
