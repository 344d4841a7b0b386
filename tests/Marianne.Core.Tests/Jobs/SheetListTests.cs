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
    public void To_ask_for_the_state_of_a_sheet_does_not_create_it()
    {
        var job = new Job("nightly", "nightly", 3, TestJobs.Now);
        job.Sheets[2].Status = SheetStatus.Completed;

        Assert.Equal(SheetStatus.Pending, job.Sheets.StatusOf(2));
        Assert.False(job.Sheets.HasEnded(2));
        SheetVersion version = job.Sheets.VersionOf(2);
        Sheet unstored = job.Sheets.Unstored(2);

        Assert.Equal([3], job.Sheets.Known.Select(sheet => sheet.Number));
        Assert.Equal(SheetStatus.Completed, job.Sheets.StatusOf(3));
        Assert.True(job.Sheets.HasEnded(3));
        Assert.Equal(SheetVersion.Of(job.Sheets[2]), job.Sheets.VersionOf(3));
        Assert.Equal(SheetVersion.Of(unstored), version);
        Assert.False(unstored.IsChanged);
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
