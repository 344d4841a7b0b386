using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>
/// Tests of texts with half of a surrogate pair, which no file can hold: each store replaces the half by U+FFFD and keeps the rest.
/// </summary>
public sealed class HalvedTextTests : IDisposable
{
    private const string Halved = "bad \udc00 \ud83d end";
    private const string Kept = "bad \uFFFD \uFFFD end";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeProcessList _processes = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_half_of_a_pair_is_replaced_and_the_rest_is_kept(bool isJson)
    {
        var job = new Job("j", Halved, 1, DateTimeOffset.UnixEpoch) { Description = Halved, ErrorMessage = Halved };
        Sheet sheet = job.Sheets[0];
        sheet.ErrorMessage = Halved;
        sheet.PassedValidations = [Halved];
        sheet.FailedValidations = [Halved];
        sheet.LearnedPatterns = [Halved];
        sheet.ValidationDetails = [new ValidationDetail { Passed = false, ErrorMessage = Halved, FailureReason = Halved }];
        sheet.Measures = new SheetMeasures
        {
            Model = Halved,
            ErrorCodes = [Halved],
            AttemptErrors = new Dictionary<int, string> { [1] = Halved },
        };

        Job read;
        Execution attempt;
        await using (IJobStore store = Open(isJson))
        {
            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
            await store.RecordExecutionsAsync([new Execution(0, "j", 1, 1, Halved, Halved, 0, null, default)], Cancellation);
        }

        await using (IJobStore store = Open(isJson))
        {
            read = (await store.LoadAsync("j", Cancellation))!;
            attempt = await store.ListExecutionsAsync(new ExecutionQuery(), Cancellation).SingleAsync(Cancellation);
        }

        Assert.Empty(read.FindDamaged());
        Sheet readSheet = read.Sheets[0];
        Assert.All(
            [
                read.Name, read.Description, read.ErrorMessage, readSheet.ErrorMessage, attempt.Prompt, attempt.Output,
                .. readSheet.PassedValidations, .. readSheet.FailedValidations, .. readSheet.LearnedPatterns,
                readSheet.ValidationDetails![0].ErrorMessage, readSheet.ValidationDetails[0].FailureReason,
                readSheet.Measures.Model, .. readSheet.Measures.ErrorCodes, readSheet.Measures.AttemptErrors[1],
            ],
            text => Assert.Equal(Kept, text));
    }

    private IJobStore Open(bool isJson) => isJson
        ? new JsonJobStore(_folder["jobs"], TimeProvider.System, _processes)
        : new SqliteJobStore(_folder["jobs.db"], TimeProvider.System, _processes);
}
