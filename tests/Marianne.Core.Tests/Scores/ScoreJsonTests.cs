using CsCheck;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class ScoreJsonTests
{
    private static readonly Score Plain = new() { Name = "nightly", Sheets = [new() { Command = "a" }, new() { Script = "b" }] };

    [Fact]
    public void A_score_is_the_same_when_read_from_its_JSON() => SampleScores.Any.Sample(score =>
    {
        string json = ScoreJson.Of(score);
        Score again = ScoreJson.Read(json, "/work");
        return ScoreJson.Of(again) == json
            && again.Retry == score.Retry
            && again.CostLimits == score.CostLimits
            && again.CircuitBreaker == score.CircuitBreaker
            && again.RateLimit.HasOwnWait == score.RateLimit.HasOwnWait
            && again.Sheets.Zip(score.Sheets).All(
                pair => pair.First with { Environment = pair.Second.Environment, Fallback = pair.Second.Fallback } == pair.Second
                    && pair.First.Fallback.SequenceEqual(pair.Second.Fallback))
            && ScoreChanges.Between(score, again).ToString().Length == 0
            && ScoreSnapshot.Of(again).Hash == ScoreSnapshot.Of(score).Hash;
    });

    [Fact]
    public void JSON_has_only_keys_that_are_not_defaults_in_order()
    {
        Assert.Equal("""{"name":"nightly","sheets":[{"command":"a"},{"script":"b"}]}""", ScoreJson.Of(Plain));
        Assert.Equal(
            """{"name":"nightly","sheets":[{"command":"a"},{"script":"b"}],"sheet":"""
                + """{"dependencies":{"2":[1]}},"retry":{"max_retries":1}}""",
            ScoreJson.Of(Plain with
            {
                Retry = new() { MaxRetries = 1 },
                Sheet = new() { Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [2] = [1] } },
            }));
    }

    [Fact]
    public void An_explicit_default_is_kept()
    {
        Score score = Plain with
        {
            Retry = new() { BaseDelaySeconds = 10 },
            CostLimits = new() { MaxCostPerJob = 1, Enabled = false }
        };

        Score again = ScoreJson.Read(ScoreJson.Of(score), "/work");

        Assert.True(again.Retry.HasOwnBaseDelay);
        Assert.False(again.CostLimits.Enabled);
    }

    [Fact]
    public void The_hash_depends_on_the_keys_and_values_only()
    {
        Assert.Equal(ScoreSnapshot.Of(Plain).Hash, ScoreSnapshot.Of(Plain.At("/elsewhere", "/elsewhere/nightly.yaml")).Hash);
        Assert.Equal(ScoreSnapshot.Of(Plain).Hash, ScoreSnapshot.Of(Plain with { Retry = new() { MaxRetries = 3 } }).Hash);
        Assert.NotEqual(ScoreSnapshot.Of(Plain).Hash, ScoreSnapshot.Of(Plain with { Retry = new() { MaxRetries = 2 } }).Hash);
    }

    [Fact]
    public void A_snapshot_has_the_JSON_and_its_hash() => SampleScores.Any.Sample(score =>
    {
        var snapshot = ScoreSnapshot.Of(score);
        return snapshot.Json == ScoreJson.Of(score) && snapshot.Hash == ConfigHash.Of(snapshot.Json);
    });

    /// <summary>
    /// Stored jobs have these hashes. With other hashes, the score of every unfinished job would count as changed.
    /// </summary>
    [Fact]
    public void The_hashes_are_those_of_earlier_versions()
    {
        Score rich = Plain with
        {
            Workspace = "/work/é",
            Sheets = [new() { Command = "echo \"<a>\" && b", TimeoutSeconds = 2.5 }, new() { Script = "x\ny😀" }],
            CostLimits = new() { MaxCostPerJob = 4.5m },
            Sheet = new() { Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [2] = [1] } },
        };

        Assert.Equal("f4fb6729f99c0e8e", ScoreSnapshot.Of(Plain).Hash);
        Assert.Equal("8af1f2fcd6c08891", ScoreSnapshot.Of(rich).Hash);
    }

    [Fact]
    public void An_invalid_snapshot_is_a_Marianne_error()
    {
        Assert.Equal(MarianneError.ScoreUnreadable, Assert.Throws<MarianneException>(() => ScoreJson.Read("{", "/")).Error);
        Assert.Equal(MarianneError.ScoreInvalid, Assert.Throws<MarianneException>(() => ScoreJson.Read("{}", "/")).Error);
    }

    [Fact]
    public void Changes_are_reported_by_sheet_and_by_key()
    {
        Score after = Plain with
        {
            Sheets = [new() { Command = "a" }, new() { Script = "c" }, new() { Command = "d" }],
            Retry = new() { MaxRetries = 1 },
            RateLimit = new() { DetectionPatterns = ["x"] },
            Sheet = new() { Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [3] = [2] } },
        };

        ScoreChanges changes = ScoreChanges.Between(Plain, after);
        ScoreChanges back = ScoreChanges.Between(after, Plain);

        Assert.Equal([2], changes.ChangedSheets);
        Assert.Equal([3], changes.AddedSheets);
        Assert.Empty(changes.RemovedSheets);
        Assert.Equal([3], back.RemovedSheets);
        Assert.Equal(["sheet.dependencies.3", "retry.max_retries", "rate_limit.detection_patterns"], changes.ChangedKeys);
        Assert.Equal(
            "sheet 2 changed; sheet 3 added; sheet.dependencies.3, retry.max_retries, rate_limit.detection_patterns changed",
            changes.ToString());
        Assert.Equal("", ScoreChanges.Between(Plain, Plain).ToString());
    }
}
