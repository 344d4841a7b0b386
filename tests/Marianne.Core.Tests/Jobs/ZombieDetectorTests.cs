using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class ZombieDetectorTests
{
    [Theory]
    [InlineData(ProcessState.Dead, true)]
    [InlineData(ProcessState.Alive, false)]
    [InlineData(ProcessState.Unknown, false)]
    public void A_running_job_is_a_zombie_when_its_process_is_certainly_dead(ProcessState state, bool isZombie)
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Start);

        Assert.Equal(isZombie, ZombieDetector.IsZombie(job, new FixedProcessList(state)));
    }

    [Fact]
    public void A_job_without_a_runner_or_that_is_not_running_is_not_a_zombie()
    {
        var dead = new FixedProcessList(ProcessState.Dead);
        Job paused = TestJobs.NewJob().After(1, TestJobs.Start);
        paused.Status = JobStatus.Paused;

        Assert.False(ZombieDetector.IsZombie(TestJobs.NewJob(status: JobStatus.Running), dead));
        Assert.False(ZombieDetector.IsZombie(paused, dead));
    }
}
