using Marianne.Jobs;
using Marianne.Testing;
using Marianne.Watching;
using Xunit;

namespace Marianne.Runner.Tests.Watching;

public sealed class WatchStyleTests
{
    [Theory]
    [InlineData(0, 3, 0, 3, "xxxxxxxxxx")]
    [InlineData(1, 1, 1, 3, "###xxx***.")]
    [InlineData(0, 19, 1, 20, "xxxxxxxxx*")]
    [InlineData(0, 1, 19, 20, "x*********")]
    [InlineData(18, 1, 1, 20, "########x*")]
    [InlineData(0, 0, 0, 3, "..........")]
    public void A_bar_has_a_part_of_its_size_for_each_status(int completed, int failed, int running, int all, string bar)
    {
        Job job = TestJobs.NewJob(all);
        SheetStatus[] statuses =
        [
            .. Enumerable.Repeat(SheetStatus.Completed, completed),
            .. Enumerable.Repeat(SheetStatus.Failed, failed),
            .. Enumerable.Repeat(SheetStatus.InProgress, running),
        ];
        for (int index = 0; index < statuses.Length; index++)
            job.Sheets[index].Status = statuses[index];

        Assert.Equal(bar, new WatchStyle(hasColor: false, hasUnicode: false).Bar(new JobCounts(job), 10));
    }
}
