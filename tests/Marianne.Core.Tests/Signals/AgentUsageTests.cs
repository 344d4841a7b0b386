using System.Text.Json;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>Reads the tokens and the costs that agents and services report.</summary>
public sealed class AgentUsageTests
{
    private static readonly Dictionary<string, JsonElement> Results =
        AgentFixtures.Load("usage").Concat(AgentFixtures.Load("own-usage")).ToDictionary();

    public static TheoryData<string> Ids => [.. Results.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_usage_of_a_result_is_exact(string id)
    {
        JsonElement expected = Results[id].GetProperty("expected");
        bool isError = expected.GetProperty("is_error").GetBoolean();

        AttemptReading reading = AgentFixtures.Read(Results[id], isError ? 1 : 0);

        ReportedUsage usage = reading.Usage ?? new ReportedUsage();
        Assert.Equal(Tokens("input_tokens"), usage.InputTokens);
        Assert.Equal(Tokens("output_tokens"), usage.OutputTokens);
        Assert.Equal(Tokens("cache_read_tokens"), usage.CacheReadTokens);
        Assert.Equal(Tokens("cache_write_tokens"), usage.CacheWriteTokens);
        Assert.Equal(Value("cost_usd")?.GetDecimal(), usage.Cost);
        Assert.Equal(Value("model")?.GetString(), usage.Model);
        Assert.Equal(Value("session_id")?.GetString(), reading.SessionId);
        Assert.Equal(isError, reading.IsError);

        long? Tokens(string name) => Value(name)?.GetInt64();

        JsonElement? Value(string name) =>
            expected.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;
    }
}
