using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests;

public sealed class ZombiesTests
{
    [Theory]
    [InlineData(ProcessState.Dead, true)]
    [InlineData(ProcessState.Alive, false)]
    [InlineData(ProcessState.Unknown, false)]
    public void A_running_job_is_a_zombie_when_its_process_is_certainly_dead(ProcessState state, bool isZombie)
    {
        Job job = Play.NewJob().After(1, Play.Start);

        Assert.Equal(isZombie, Zombies.IsZombie(job, new FakeProcessTable(state)));
    }

    [Fact]
    public void A_job_that_nobody_plays_or_that_does_not_run_is_none()
    {
        var dead = new FakeProcessTable(ProcessState.Dead);
        Job paused = Play.NewJob().After(1, Play.Start);
        paused.Status = JobStatus.Paused;

        Assert.False(Zombies.IsZombie(Play.NewJob(status: JobStatus.Running), dead));
        Assert.False(Zombies.IsZombie(paused, dead));
    }
}
