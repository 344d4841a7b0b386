using Marianne.Jobs;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

public sealed class RunningSheetsTests : ISheetReader
{
    private const int Comparisons = 100_000;

    private readonly Sheet _sheet = new("nightly", 1);

    [Fact]
    public async Task Sheets_can_be_compared_while_they_are_saved()
    {
        await using var stop = new RunCancellation(Assert.Fail, CancellationToken.None);
        var sheets = new RunningSheets("nightly", this, RunClaims.OfSheets(), stop);
        SheetWatch watch = await sheets.WatchAsync(1);
        using var compared = new CancellationTokenSource();
        Task saving = Task.Run(
            async () =>
            {
                while (!compared.IsCancellationRequested)
                    await watch.SaveAsync(_ => ValueTask.FromResult(_sheet));
            },
            TestContext.Current.CancellationToken);

        for (int count = 0; count < Comparisons; count++)
            await sheets.CompareAsync(TestContext.Current.CancellationToken);
        await compared.CancelAsync();
        await saving;

        Assert.False(watch.IsChanged);
        sheets.Remove(watch);
    }

    public ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Sheet>>([_sheet]);
}
