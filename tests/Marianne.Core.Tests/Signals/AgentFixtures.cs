using System.Text.Json;
using Marianne.Instruments;
using Marianne.Signals;

namespace Marianne.Core.Tests.Signals;

/// <summary>What agents and services write, and how it must be read.</summary>
internal static class AgentFixtures
{
    /// <summary>A Wednesday, 15:30 in Stockholm.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 11, 14, 30, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Stockholm = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    private static readonly string[] OtherCommands = ["curl", "script", "pwsh", "aws", "python", "gh"];

    private static readonly InstrumentCatalog Profiles = new();

    private static string ProfileOf(string tool) =>
        OtherCommands.Contains(tool) ? "shell" : tool == "cursor" ? "cursor-agent" : tool;

    public static Dictionary<string, JsonElement> Load(string name)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "agents", $"{name}.json")));
        return document.RootElement.EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, item => item.Clone());
    }

    public static AttemptReading Read(JsonElement item, int exitCode, bool recognizes = false)
    {
        string tool = item.GetProperty("tool").GetString()!;
        return AttemptReader.Read(new AttemptEvidence
        {
            Instrument = recognizes ? null : Profiles.Find(ProfileOf(tool))?.Options,
            Output = item.GetProperty("stdout").GetString()!,
            ErrorOutput = item.TryGetProperty("stderr", out JsonElement errors) ? errors.GetString()! : "",
            ExitCode = exitCode,
            Now = Now,
            Zone = Stockholm,
        });
    }
}
