using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class ItemTransitionsTests
{
    private const int Reduce = 1;

    private readonly Job _job = new("resize", "resize", 1, DateTimeOffset.UnixEpoch);

    [Fact]
    public void New_items_get_the_next_numbers_in_order()
    {
        Expand("b", "a");

        Assert.Equal(3, _job.TotalSheets);
        Assert.Equal([("b", 1), ("a", 2)], _job.Sheets.Skip(1).Select(sheet => (sheet.ItemKey!, sheet.Item!.Position!.Value)));
        Assert.Null(_job.Sheets[Reduce - 1].ItemKey);
        Assert.All(_job.Sheets, sheet => Assert.Equal(SheetStatus.Pending, sheet.Status));
        Assert.Equal("b", _job.Sheets[1].Name);
    }

    [Fact]
    public void Items_keep_their_numbers_and_results_in_whatever_order_they_come()
    {
        Expand("a", "b", "c");
        _job.Sheets[1].Status = SheetStatus.Completed;
        _job.Sheets[2].Status = SheetStatus.Failed;

        Expand("c", "d", "a", "b");

        Assert.Equal(["a", "b", "c", "d"], _job.Sheets.Skip(1).Select(sheet => sheet.ItemKey));
        Assert.Equal([3, 4, 1, 2], _job.Sheets.Skip(1).Select(sheet => sheet.Item!.Position));
        Assert.Equal(
            [SheetStatus.Completed, SheetStatus.Failed, SheetStatus.Pending, SheetStatus.Pending],
            _job.Sheets.Skip(1).Select(sheet => sheet.Status));
    }

    [Theory]
    [InlineData(SheetStatus.Completed, SheetStatus.Completed)]
    [InlineData(SheetStatus.Failed, SheetStatus.Failed)]
    [InlineData(SheetStatus.Pending, SheetStatus.Skipped)]
    [InlineData(SheetStatus.InProgress, SheetStatus.Skipped)]
    [InlineData(SheetStatus.Waiting, SheetStatus.Skipped)]
    public void An_item_that_is_gone_keeps_its_result_and_does_not_run(SheetStatus before, SheetStatus after)
    {
        Expand("a", "b");
        _job.Sheets[2].Status = before;

        Expand("a");

        Assert.Equal(after, _job.Sheets[2].Status);
        Assert.Null(_job.Sheets[2].Item!.Position);
        Assert.True(ItemTransitions.HasEnded(_job.Sheets[2]));
    }

    [Theory]
    [InlineData(SheetStatus.Completed, SheetStatus.Completed)]
    [InlineData(SheetStatus.Failed, SheetStatus.Failed)]
    [InlineData(SheetStatus.Pending, SheetStatus.Pending)]
    public void An_item_that_comes_back_continues_where_it_was(SheetStatus before, SheetStatus after)
    {
        Expand("a", "b");
        _job.Sheets[2].Status = before;
        Expand("a");

        Expand("b", "a");

        Assert.Equal(after, _job.Sheets[2].Status);
        Assert.Equal(1, _job.Sheets[2].Item!.Position);
        Assert.Null(_job.Sheets[2].ErrorMessage);
        Assert.Equal(3, _job.TotalSheets);
    }

    [Fact]
    public void What_uses_the_items_runs_again_if_they_change_and_only_then()
    {
        Expand("a", "b");
        Finish();

        Expand("b", "a");
        Assert.Equal(SheetStatus.Completed, _job.Sheets[Reduce - 1].Status);

        Expand("a");
        Assert.Equal(SheetStatus.Pending, _job.Sheets[Reduce - 1].Status);

        Finish();
        Expand("a", "c");
        Assert.Equal(SheetStatus.Pending, _job.Sheets[Reduce - 1].Status);
    }

    [Fact]
    public void A_completed_job_runs_again_with_items_and_not_without()
    {
        Expand("a");
        Finish();
        _job.Status = JobStatus.Completed;

        Job next = Apply(new JobUpdate.Run(null) { Items = ListOf("a", "b") });

        Assert.Equal(JobStatus.Running, next.Status);
        Assert.Equal(3, next.TotalSheets);
        Assert.Equal(2, _job.TotalSheets);
        MarianneException error = Assert.Throws<MarianneException>(() => Apply(new JobUpdate.Run(null)));
        Assert.Equal(MarianneError.InvalidTransition, error.Error);
    }

    [Fact]
    public void A_cancelled_job_does_not_run_again()
    {
        Expand("a");
        _job.Status = JobStatus.Cancelled;

        Assert.Throws<MarianneException>(() => Apply(new JobUpdate.Run(null) { Items = ListOf("a", "b") }));
    }

    [Fact]
    public void A_sheet_that_is_to_run_again_is_Pending_without_its_error()
    {
        Expand("a");
        _job.Sheets[1].Status = SheetStatus.Skipped;
        _job.Sheets[1].ErrorMessage = "not needed";
        _job.Sheets[1].AttemptCount = 2;

        Job next = Apply(new JobUpdate.Run(null) { Again = [2] });

        Assert.Equal((SheetStatus.Pending, null, 2), (next.Sheets[1].Status, next.Sheets[1].ErrorMessage, next.Sheets[1].AttemptCount));
        Assert.Equal(SheetStatus.Skipped, _job.Sheets[1].Status);
    }

    [Fact]
    public void Equal_keys_are_refused_with_the_key_and_both_positions()
    {
        MarianneException error = Assert.Throws<MarianneException>(() => ListOf("a", "b", "a"));

        Assert.Equal(MarianneError.InvalidItem, error.Error);
        Assert.StartsWith("Items 1 and 3 have the same key, 'a',", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_items_than_a_job_can_have_are_refused()
    {
        string[] keys = [.. Enumerable.Range(0, ItemList.MaximumCount + 1).Select(number => $"{number}")];

        MarianneException error = Assert.Throws<MarianneException>(() => ListOf(keys));

        Assert.StartsWith("There are 100001 items, but a job can have 100000.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    [InlineData(10_240, true)]
    public void The_hash_of_a_long_key_is_used(int length, bool isHash)
    {
        string text = new('k', length);

        string key = ItemKey.Of(text);

        Assert.Equal(isHash, key != text);
        Assert.True(key.Length <= ItemKey.MaximumLength);
        Assert.Equal(key, ItemKey.Of(text));
    }

    private static ItemList ListOf(params string[] keys) =>
        new([.. keys.Select(key => new ItemInput(key, $"\"{key}\""))]) { Dependents = [Reduce] };

    private void Expand(params string[] keys) => ItemTransitions.Expand(_job, ListOf(keys));

    private void Finish()
    {
        foreach (Sheet sheet in _job.Sheets.Where(sheet => !sheet.IsFinished))
            sheet.Status = SheetStatus.Completed;
    }

    private Job Apply(JobUpdate update) => JobTransitions.Apply(_job, update, isZombie: false, DateTimeOffset.UnixEpoch);
}
