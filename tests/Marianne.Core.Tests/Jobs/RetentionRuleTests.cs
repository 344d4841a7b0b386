using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>Tests of the selection of jobs whose history is cleared.</summary>
public sealed class RetentionRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Jobs_are_cleared_by_the_time_of_their_end_and_the_rule_of_their_outcome()
    {
        var rule = new RetentionRule { Completed = TimeSpan.FromDays(30), Cancelled = TimeSpan.FromDays(7) };

        Assert.Equal(
            ["c31", "c30", "x8"],
            Select(rule, Job("c31", 31), Job("c30", 30), Job("c29", 29), Job("f99", 99, JobStatus.Failed), Job("x8", 8, JobStatus.Cancelled)));
    }

    [Fact]
    public void The_newest_jobs_of_each_name_are_kept()
    {
        var rule = new RetentionRule { Completed = TimeSpan.Zero, Failed = TimeSpan.Zero, Keep = 2 };

        Assert.Equal(
            ["a9", "a3"],
            Select(
                rule,
                Job("a1", 1), Job("a9", 9), Job("a3", 3), Job("a2", 2, JobStatus.Failed), Job("b5", 5, name: "b"), Job("b6", 6, name: "b")));
    }

    [Fact]
    public void Each_job_has_its_own_rule()
    {
        EndedJob[] jobs = [Job("kept", 50), Job("cleared", 50)];

        IReadOnlyList<EndedJob> selected = RetentionRule.Select(
            jobs, job => job.Id == "kept" ? new RetentionRule() : new RetentionRule { Completed = TimeSpan.FromDays(1) }, Now);

        Assert.Equal(["cleared"], selected.Select(job => job.Id));
    }

    [Fact]
    public void A_job_that_has_not_ended_is_never_an_ended_one()
    {
        foreach (JobStatus status in Enum.GetValues<JobStatus>())
        {
            var job = new Job("a", "a", 1, Now) { Status = status };
            Assert.Equal(status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled, EndedJob.Of(job) is not null);
        }
    }

    [Fact]
    public void A_job_without_a_time_of_completion_ended_when_it_was_saved_last()
    {
        var job = new Job("a", "a", 1, Now) { Status = JobStatus.Cancelled };

        Assert.Equal(job.UpdatedAt, EndedJob.Of(job)!.EndedAt);
    }

    private static EndedJob Job(string id, int days, JobStatus status = JobStatus.Completed, string name = "a") =>
        new(id, name, status, Now.AddDays(-days), Now);

    private static IEnumerable<string> Select(RetentionRule rule, params EndedJob[] jobs) =>
        RetentionRule.Select(jobs, _ => rule, Now).Select(job => job.Id);
}
