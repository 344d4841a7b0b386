using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets jobs, the last updated first.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneJob", SupportsPaging = true)]
[OutputType(typeof(Job))]
public sealed class GetMarianneJobCommand : JobStoreCmdlet
{
    /// <summary>
    /// The ids of the jobs; wildcards are allowed. An id that is a job's exactly is that job, whatever it holds:
    /// <c>build[1]</c> is not <c>build1</c> then. Default: all.
    /// </summary>
    /// <exception cref="MarianneException">
    /// JobNotFound: the store has no job of this id, and it has no wildcards. The others go on.
    /// </exception>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("JobId")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Only jobs with one of these names; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only jobs in one of these states. Unknown finds the words that are none of ours.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public JobStatus[]? Status { get; set; }

    /// <summary>Only jobs updated at this time or after it.</summary>
    [Parameter]
    public DateTime? After { get; set; }

    /// <summary>Only jobs updated before this time.</summary>
    [Parameter]
    public DateTime? Before { get; set; }

    private protected override void Process()
    {
        JobQuery query = new()
        {
            Name = Name is null ? null : Wildcards.Any(Name),
            Statuses = Status,
            UpdatedAfter = Instant.Of(After),
            UpdatedBefore = Instant.Of(Before),
        };

        if (Id is null)
        {
            List(query);
            return;
        }

        var named = new List<Job>();
        var patterns = new List<Func<string, bool>>();
        ForEach(Id.Distinct(), id => named.AddRange(NameLookup.Find(id, FindExact, Defer, JobErrors.NotFound)));

        if (patterns.Count > 0)
            List(query with { Id = id => patterns.Exists(matches => matches(id)) || named.Exists(job => job.Id == id) });
        else if (named.Count > 0)
            List([.. named.Where(query.Matches)]);

        // The jobs of all patterns are listed together, so that paging applies to all of them.
        IEnumerable<Job> Defer(Func<string, bool> matches)
        {
            patterns.Add(matches);
            return [];
        }
    }

    private void List(JobQuery query)
    {
        WriteTotal(() => Jobs.CountAsync(query, StopToken));
        JobQuery page = query with { Skip = PagingParameters.SkipCount(), First = PagingParameters.FirstCount() };
        foreach (Job job in Read(Jobs.ListAsync(page, StopToken)))
            WriteJob(job);
    }

    private void List(List<Job> jobs)
    {
        WriteTotal(() => ValueTask.FromResult<long>(jobs.Count));
        int skip = (int)Math.Min(PagingParameters.SkipCount(), jobs.Count);
        int first = (int)Math.Min(PagingParameters.FirstCount(), jobs.Count - skip);
        foreach (Job job in jobs.GetRange(skip, first))
            WriteJob(job);
    }
}
