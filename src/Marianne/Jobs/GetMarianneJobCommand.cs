using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets jobs, the most recently updated first.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneJob", SupportsPaging = true, HelpUri = HelpPage.Folder + "Get-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class GetMarianneJobCommand : JobStoreCmdlet
{
    /// <summary>
    /// Specifies the ids of the jobs. Wildcards are supported, and patterns are not case-sensitive. An id that is
    /// exactly the id of a job selects only that job, even if it contains wildcard characters. The default is all jobs.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the id does not exist in the store and has no wildcards.</exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>
    /// Specifies the names of the jobs. Wildcards are supported, and patterns are not case-sensitive. The default is
    /// all names.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: no job has the name, and it has no wildcards.</exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>
    /// Specifies the tags of the jobs: the cmdlet gets the jobs that have at least one of them. Wildcards are supported, and
    /// patterns are not case-sensitive. The default is all jobs, with and without tags.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Specifies the id of a job: the cmdlet gets the jobs that were forked from it. The default is all jobs.</summary>
    [Parameter]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? ForkedFrom { get; set; }

    /// <summary>Specifies the statuses of the jobs. The default is all statuses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public JobStatus[]? Status { get; set; }

    /// <summary>
    /// Indicates that the cmdlet gets only jobs that can be resumed or started: Pending, Paused and Failed jobs, and Running
    /// jobs whose runner process was killed. By default, the cmdlet gets all jobs.
    /// </summary>
    [Parameter]
    public SwitchParameter Unfinished { get; set; }

    /// <summary>
    /// Specifies the start of a time range: the cmdlet gets only jobs that were updated at this time or later. A time
    /// without a time zone is local time. By default, the range has no start.
    /// </summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <summary>
    /// Specifies the end of a time range: the cmdlet gets only jobs that were updated before this time. A time without
    /// a time zone is local time. By default, the range has no end.
    /// </summary>
    [Parameter]
    public DateTime? Before { get; set; }

    private protected override bool ContinuesAfterDamage => true;

    private protected override void Process()
    {
        JobQuery query = new()
        {
            Name = Name is null ? null : Wildcards.AnyOrEqual(Name),
            Tag = Tag is null ? null : Wildcards.AnyOrEqual(Tag),
            ForkedFrom = ForkedFrom,
            Statuses = Unfinished ? [.. UnfinishedJobs.Statuses.Where(status => Status?.Contains(status) != false)] : Status,
            UpdatedAfter = Instant.Of(After),
            UpdatedBefore = Instant.Of(Before),
        };

        if (Id is null)
        {
            WriteJobs(query);
            ForEach(Name ?? [], CheckName);
            return;
        }

        var named = new List<Job>();
        var patterns = new List<Func<string, bool>>();
        ForEach(Id.Distinct(), id => named.AddRange(NameLookup.Find(id, FindExact, Defer, JobErrors.NotFound)));

        if (patterns.Count > 0)
            WriteJobs(query with { Id = id => patterns.Exists(matches => matches(id)) || named.Exists(job => job.Id == id) });
        else if (named.Count > 0)
            WriteJobs(named.FindAll(job => query.Matches(job) && IsWanted(job)));

        // The jobs of all patterns are listed together, so that paging applies to all of them.
        IEnumerable<Job> Defer(Func<string, bool> matches)
        {
            patterns.Add(matches);
            return [];
        }
    }

    private void CheckName(string name)
    {
        string literal = WildcardPattern.Unescape(name);
        var query = new JobQuery
        {
            NamePrefix = literal,
            Name = other => other.Equals(literal, StringComparison.OrdinalIgnoreCase),
            WithSheets = false,
            First = 1,
        };
        if (!WildcardPattern.ContainsWildcardCharacters(name) && !Read(Jobs.ListAsync(query, StopToken)).Any())
            throw JobErrors.NameNotFound(literal);
    }

    private bool IsWanted(Job job) => !Unfinished || UnfinishedJobs.Includes(job);

    private void WriteJobs(JobQuery query)
    {
        JobQuery counted = query with { OnDamage = _ => { } }; // The listing reports it.
        if (!Unfinished)
        {
            WritePaged(
                () => Jobs.CountAsync(counted, StopToken),
                (skip, first) => List(query with { Skip = skip, First = first }),
                Write);
            return;
        }

        // A store does not know whether a job is a zombie before it loads the job, so these jobs are paged here.
        WritePaged(
            () => ValueTask.FromResult<long>(Read(Jobs.ListAsync(counted, StopToken)).Count(IsWanted)),
            (skip, first) => Page(List(query).Where(IsWanted), skip, first),
            Write);
    }

    private void WriteJobs(List<Job> jobs) =>
        WritePaged(() => ValueTask.FromResult<long>(jobs.Count), (skip, first) => Page(jobs, skip, first), Write);

    private static IEnumerable<Job> Page(IEnumerable<Job> jobs, long skip, long first)
    {
        foreach (Job job in jobs)
        {
            if (skip-- > 0)
                continue;

            yield return job;
            if (--first == 0)
                break;
        }
    }

    private void Write(Job job)
    {
        Wait(Missing.MarkAsync(job, StopToken));
        WriteJob(job);
    }
}
