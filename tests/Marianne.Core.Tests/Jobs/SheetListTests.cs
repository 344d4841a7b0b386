using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class SheetListTests
{
    [Fact]
    public void A_list_with_all_sheets_can_be_read_while_sheets_are_accessed()
    {
        var job = new Job("nightly", "nightly", 3, TestJobs.Now);
        job.Sheets.CreateAll();

        List<int> read = [];
        foreach (Sheet sheet in job.Sheets.Known)
        {
            read.Add(sheet.Number);
            Assert.Equal(3, job.Sheets[2].Number); // It would change the list if it created the sheet.
        }

        Assert.Equal([1, 2, 3], read.Order());
    }

    [Fact]
    public void Creating_all_sheets_keeps_those_that_there_are_and_changes_none()
    {
        var job = new Job("nightly", "nightly", 3, TestJobs.Now);
        Sheet second = job.Sheets[1];

        job.Sheets.CreateAll();

        Assert.Same(second, job.Sheets[1]);
        Assert.Empty(job.Sheets.Changed);
    }
}
