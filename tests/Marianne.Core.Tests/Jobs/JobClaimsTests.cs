using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>The rules of claims that no store can add to.</summary>
public sealed class JobClaimsTests
{
    private static readonly RunnerProcess Own = new(100, "here", "mark-100");
    private static readonly RunnerProcess Other = new(7, "here", "mark-7");

    [Theory]
    [InlineData(ProcessState.Dead, true)]
    [InlineData(ProcessState.Alive, false)]
    [InlineData(ProcessState.Unknown, false)]
    public void A_running_job_without_a_claim_is_a_zombie_when_its_process_is_certainly_dead(ProcessState state, bool isZombie)
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Start);

        Assert.Equal(isZombie, new JobClaims(job, [], new FixedProcessList(state)).IsZombie);
    }

    [Theory]
    [InlineData(ProcessState.Dead, 20, true)]
    [InlineData(ProcessState.Alive, 20, false)]
    [InlineData(ProcessState.Unknown, 20, false)]
    [InlineData(ProcessState.Alive, 0, true)]
    [InlineData(ProcessState.Unknown, 0, true)]
    public void A_running_job_with_a_claim_is_a_zombie_when_the_claim_is_not_live(ProcessState state, int seconds, bool isZombie)
    {
        Job job = Run(Other);

        Assert.Equal(isZombie, new JobClaims(job, [ClaimOf(job, Other, seconds)], new FixedProcessList(state)).IsZombie);
    }

    [Fact]
    public void A_job_without_a_runner_or_that_is_not_running_is_not_a_zombie()
    {
        var dead = new FixedProcessList(ProcessState.Dead);
        Job paused = Run(Other);
        paused.Status = JobStatus.Paused;

        Assert.False(new JobClaims(TestJobs.NewJob(status: JobStatus.Running), [], dead).IsZombie);
        Assert.False(new JobClaims(paused, [ClaimOf(paused, Other, 0)], dead).IsZombie);
    }

    [Fact]
    public void A_claim_does_not_count_after_another_implementation_has_taken_the_job()
    {
        Job job = Run(new RunnerProcess(55));
        var claims = new JobClaims(job, [ClaimOf(job, Other, 20)], new FixedProcessList(ProcessState.Alive));

        MarianneException error = Assert.Throws<MarianneException>(
            () => claims.Take(Worker.Create(Own, default), [], TimeSpan.FromSeconds(30)));

        Assert.Equal(MarianneError.JobIsPlayed, error.Error);
        Assert.Contains("process 55", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_rise_and_are_not_given_out_twice()
    {
        Job job = TestJobs.NewJob();
        var worker = Worker.Create(Own, default);
        var tokens = new HashSet<long>();
        for (int number = 0; number < 100; number++)
            Assert.True(tokens.Add(new JobClaims(job, [], new FixedProcessList(ProcessState.Alive)).Take(worker, [], default).Token));
        Assert.All(tokens, token => Assert.True(ClaimToken.After(token) > token));
    }

    private static Job Run(RunnerProcess runner) => JobTransitions.Apply(
        TestJobs.NewJob(), new JobUpdate.Run(runner), isZombie: false, TestJobs.Now);

    private static Claim ClaimOf(Job job, RunnerProcess process, int seconds) => new(job.Id, null, 1)
    {
        WorkerId = "worker",
        Process = process,
        Remaining = TimeSpan.FromSeconds(seconds),
    };
}
