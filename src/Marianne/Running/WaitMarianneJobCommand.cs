using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Waits until jobs have ended or are paused.</summary>
[Cmdlet(VerbsLifecycle.Wait, "MarianneJob", HelpUri = HelpPage.Folder + "Wait-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class WaitMarianneJobCommand : JobStoreCmdlet
{
    private const string Activity = "Waiting for jobs";

    private readonly List<string> _ids = [];
    private readonly HashSet<string> _zombies = [];

    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters.
    /// </summary>
    /// <exception cref="MarianneException">
    /// JobNotFound: the id does not exist in the store and has no wildcards, or the job was removed during the wait.
    /// </exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <summary>
    /// Indicates that the cmdlet waits only until the first of the jobs has ended. By default, it waits for all of them.
    /// </summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>
    /// Specifies the longest time to wait: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as
    /// '00:01:30', or a TimeSpan. After that time, the cmdlet ends without an error, and does not return the jobs that have not
    /// ended. By default, there is no limit.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    private protected override void Process() => ForEach(Id, id => _ids.AddRange(Find(id).Select(job => job.Id)));

    private protected override void Complete()
    {
        string[] ids = [.. _ids.Distinct()];
        var report = new ProgressReport(this);
        var waiter = new JobWaiter(Jobs, TimeProvider.System);
        foreach (JobLook look in Read(waiter.WatchAsync(ids, JobWaiter.HasEnded, Timeout, StopToken)))
        {
            foreach (Job job in look.Ended)
                WriteJob(job);
            ForEach(look.Removed, id => throw JobErrors.NotFound(id));
            WarnOfZombies(look.Waiting);
            if (look.Waiting.Count == 0 || (Any && look.Ended.Count > 0))
                break;

            if (report.IsDue)
                Show(report, look.Waiting, ids.Length);
        }

        report.Complete();
    }

    /// <summary>Warns once of each job whose run has died: only another run can end it.</summary>
    private void WarnOfZombies(IEnumerable<Job> jobs)
    {
        foreach (Job job in jobs.Where(job => job.IsZombie && _zombies.Add(job.Id)))
        {
            WriteWarning(
                $"The {job.Runner} that ran the job '{job.Id}' has died. The wait continues until another run resumes the job, for "
                + $"example Invoke-MarianneJob -Id {PowerShellLiteral.Of(job.Id)}.");
        }
    }

    private static void Show(ProgressReport report, IList<Job> waiting, int total)
    {
        Job first = waiting[0];
        string sheet = first.CurrentSheet is { } number
            ? string.Create(CultureInfo.CurrentCulture, $", sheet {number} of {first.TotalSheets}")
            : "";
        string more = waiting.Count > 1 ? string.Create(CultureInfo.CurrentCulture, $", and {waiting.Count - 1} more") : "";
        report.Show(Activity, $"{first.Id} is {first.Status}{sheet}{more}", 100 * (total - waiting.Count) / total);
    }
}
