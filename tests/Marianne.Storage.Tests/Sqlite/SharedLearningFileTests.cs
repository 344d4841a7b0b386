using System.Text.Json;
using Marianne.Learning;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of a file of the other implementation: it gives the same answers, before and after the first write.</summary>
public sealed class SharedLearningFileTests : LearningTestBase
{
    private static readonly JsonElement Expected = Read();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waits_equal_those_of_the_other_implementation(bool hasRollUps)
    {
        ILearningStore store = await OpenFixture(hasRollUps);
        foreach (JsonElement wait in Expected.GetProperty("wait").EnumerateArray())
        {
            LearnedWaitTime? actual = await new WaitTimeService(store).FindAsync(
                new LearnedWaitQuery(Text(wait, "error_code")!)
                {
                    Model = Text(wait, "model"),
                    MinimumSamples = wait.GetProperty("min_samples").GetInt32(),
                },
                Cancellation);
            AssertClose(wait.GetProperty("wait"), actual?.Seconds);
        }

        foreach (JsonProperty count in Expected.GetProperty("sample_count").EnumerateObject())
            Assert.Equal(count.Value.GetInt64(), (await store.GetWaitSamplesAsync(count.Name, null, Cancellation)).Count);
    }

    [Fact]
    public async Task Waits_with_a_static_delay_equal_those_of_the_other_implementation()
    {
        ILearningStore store = await OpenFixture(hasRollUps: false);
        foreach (JsonElement fallback in Expected.GetProperty("fallback").EnumerateArray())
        {
            LearnedWaitTime? actual = await new WaitTimeService(store).FindAsync(
                new LearnedWaitQuery(Text(fallback, "error_code")!)
                {
                    StaticDelay = TimeSpan.FromSeconds(fallback.GetProperty("static_delay").GetDouble()),
                    MinimumSamples = fallback.GetProperty("min_samples").GetInt32(),
                    MinimumConfidence = fallback.GetProperty("min_confidence").GetDouble(),
                },
                Cancellation);

            JsonElement result = fallback.GetProperty("result");
            AssertClose(result[0], actual?.Seconds);
            AssertClose(result[1], actual?.Confidence);
            Assert.Equal(result[2].GetString(), JsonNamingPolicy.SnakeCaseLower.ConvertName($"{actual?.Strategy}"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Windows_equal_those_of_the_other_implementation(bool hasRollUps)
    {
        ILearningStore store = await OpenFixture(hasRollUps);
        foreach (JsonProperty window in Expected.GetProperty("window").EnumerateObject())
        {
            string? code = window.Name == "None" ? null : window.Name;
            var actual = ExecutionWindow.Of(await store.GetRecoveryHoursAsync(code, null, Cancellation));

            Assert.Equal(Numbers(window.Value, "optimal_hours"), actual.OptimalHours);
            Assert.Equal(Numbers(window.Value, "avoid_hours"), actual.AvoidHours);
            Assert.Equal(window.Value.GetProperty("sample_count").GetInt64(), actual.SampleCount);
            AssertClose(window.Value.GetProperty("confidence"), actual.Confidence);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listings_equal_those_of_the_other_implementation(bool hasRollUps)
    {
        ILearningStore store = await OpenFixture(hasRollUps);
        await AssertListed("recent", new OutcomeQuery());
        await AssertListed("recent_workspace_2", new OutcomeQuery { WorkspaceHash = LearningHash.OfWorkspace("/work/space/2") });

        foreach (JsonElement similar in Expected.GetProperty("similar").EnumerateArray())
        {
            var query = new OutcomeQuery
            {
                JobHash = LearningHash.OfJob(Text(similar, "job")!),
                SheetNumber =
                    similar.GetProperty("sheet") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null,
                First = 10,
            };
            Assert.Equal(Texts(similar.GetProperty("ids")), await Ids(store, query));
        }

        async Task AssertListed(string name, OutcomeQuery query)
        {
            string[] expected = Texts(Expected.GetProperty(name));
            Assert.Equal(expected, await Ids(store, query with { First = expected.Length }));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Statistics_equal_those_of_the_other_implementation(bool hasRollUps)
    {
        LearningStatistics actual = await (await OpenFixture(hasRollUps)).GetStatisticsAsync(Cancellation);

        JsonElement expected = Expected.GetProperty("stats");
        Assert.Equal(expected.GetProperty("total_executions").GetInt64(), actual.TotalExecutions);
        AssertClose(expected.GetProperty("success_without_retry_rate"), actual.SuccessWithoutRetryRate);
        Assert.Equal(expected.GetProperty("total_patterns").GetInt64(), actual.TotalPatterns);
        AssertClose(expected.GetProperty("avg_pattern_effectiveness"), actual.AveragePatternEffectiveness);
        Assert.Equal(expected.GetProperty("total_error_recoveries").GetInt64(), actual.TotalErrorRecoveries);
        Assert.Equal(expected.GetProperty("unique_workspaces").GetInt64(), actual.UniqueWorkspaces);
    }

    [Fact]
    public async Task The_confidence_of_an_outcome_equals_that_of_the_other_implementation()
    {
        ILearningStore store = await OpenFixture(hasRollUps: false);
        Dictionary<string, LearnedOutcome> outcomes = await store
            .ListOutcomesAsync(new OutcomeQuery(), Cancellation)
            .ToDictionaryAsync(outcome => outcome.Id, cancellationToken: Cancellation);

        foreach (JsonProperty confidence in Expected.GetProperty("confidence").EnumerateObject())
        {
            LearnedOutcome outcome = outcomes[confidence.Name];
            AssertClose(confidence.Value, outcome.ConfidenceScore);
            AssertClose(
                confidence.Value,
                OutcomeConfidence.Of(outcome.ValidationPassRate, outcome.RetryCount, outcome.SuccessWithoutRetry));
            Assert.Empty(outcome.Unreadable);
        }
    }

    [Fact]
    public async Task Clusters_and_hashes_equal_those_of_the_other_implementation()
    {
        ILearningStore store = await OpenFixture(hasRollUps: false);
        foreach (JsonProperty cluster in Expected.GetProperty("cluster").EnumerateObject())
        {
            WorkspaceCluster? actual = await store.GetClusterAsync(LearningHash.OfWorkspace(cluster.Name), Cancellation);
            Assert.Equal(cluster.Value.GetString(), actual?.ClusterId);
        }

        foreach (JsonProperty hash in Expected.GetProperty("hash_workspace").EnumerateObject())
            Assert.Equal(hash.Value.GetString(), LearningHash.OfWorkspace(hash.Name));

        foreach (JsonProperty hash in Expected.GetProperty("hash_job").EnumerateObject())
        {
            string[] parts = hash.Name.Split('|');
            Assert.Equal(hash.Value.GetString(), LearningHash.OfJob(parts[0], parts[1] == "None" ? null : parts[1]));
        }
    }

    /// <summary>Opens the fixture, unchanged or with the roll-ups that the first write creates.</summary>
    private async Task<ILearningStore> OpenFixture(bool hasRollUps)
    {
        Fixture("learning-v15.db");
        ILearningStore store = Open();
        if (hasRollUps)
            await store.SetClustersAsync(new Dictionary<string, string> { ["0000000000000000"] = "ours" }, Cancellation);
        return store;
    }

    private static async Task<IEnumerable<string>> Ids(ILearningStore store, OutcomeQuery query) =>
        (await store.ListOutcomesAsync(query, Cancellation).ToListAsync(Cancellation)).Select(outcome => outcome.Id);

    private static void AssertClose(JsonElement expected, double? actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
            Assert.Null(actual);
        else
            Assert.Equal(expected.GetDouble(), Assert.NotNull(actual), 1e-9);
    }

    private static string? Text(JsonElement values, string key) => values.GetProperty(key).GetString();

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static IEnumerable<int> Numbers(JsonElement values, string key) =>
        values.GetProperty(key).EnumerateArray().Select(number => number.GetInt32());

    private static JsonElement Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Fixtures.PathOf("expected.json")));
        return document.RootElement.GetProperty("learning").Clone();
    }
}
