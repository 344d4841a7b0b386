using System.Text.Json;
using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>Reads the messages of agents and services.</summary>
public sealed class AgentMessageTests
{
    private static readonly Dictionary<string, JsonElement> Messages =
        AgentFixtures.Load("messages").Concat(AgentFixtures.Load("own")).ToDictionary();

    /// <summary>Tools that exit with 0 whatever happens: without the tool's name, their text proves nothing.</summary>
    private static readonly string[] Unrecognizable = ["aider"];

    public static TheoryData<string> Ids => [.. Messages.Keys];

    public static TheoryData<string> RecognizableIds =>
        [.. Messages.Where(item => !Unrecognizable.Contains(item.Value.GetProperty("tool").GetString())).Select(item => item.Key)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_message_is_read_as_what_it_means(string id) => Check(id, recognizes: false);

    [Theory]
    [MemberData(nameof(RecognizableIds))]
    public void A_limit_is_recognized_although_the_tool_is_not_known(string id)
    {
        string kind = Messages[id].GetProperty("kind").GetString()!;
        if (kind is "rate_limit" or "usage_limit" or "overloaded" or "quota" or "none")
            Check(id, recognizes: true);
        else
            Assert.False(AgentFixtures.Read(Messages[id], ExitCode(id), recognizes: true).Error is { IsRateLimit: true });
    }

    private static void Check(string id, bool recognizes)
    {
        JsonElement item = Messages[id];
        AttemptReading reading = AgentFixtures.Read(item, ExitCode(id), recognizes);

        string[] allowed =
        [
            item.GetProperty("kind").GetString()!,
            .. item.TryGetProperty("also_ok", out JsonElement others)
                ? others.EnumerateArray().Select(other => other.GetString()!)
                : [],
        ];
        Assert.Contains(JsonNamingPolicy.SnakeCaseLower.ConvertName(reading.Kind.ToString()), allowed);
        if (item.TryGetProperty("check", out JsonElement check))
            AssertNear(DateTimeOffset.Parse(check.GetProperty("utc").GetString()!, null), reading.RetryAt);
        else if (item.GetProperty("retry_at").GetProperty("form").GetString() == "none")
            Assert.Null(reading.RetryAt);
    }

    private static int ExitCode(string id) => Messages[id].GetProperty("exit_code").GetInt32();

    private static void AssertNear(DateTimeOffset expected, DateTimeOffset? actual)
    {
        Assert.NotNull(actual);
        Assert.InRange(actual.Value - expected, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }
}
