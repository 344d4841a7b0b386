using System.Text.Json;

namespace Marianne.Torture;

/// <summary>Writes the results in the Common Test Report Format (CTRF), which the build reads.</summary>
internal static class ResultFile
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="results">The results.</param>
    public static void Write(string path, IReadOnlyList<ScenarioResult> results)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("results");
        json.WriteStartObject("summary");
        json.WriteNumber("tests", results.Count);
        foreach (string status in (string[])["passed", "failed", "skipped"])
            json.WriteNumber(status, results.Count(result => result.Status == status));
        json.WriteNumber("pending", 0);
        json.WriteNumber("other", 0);
        json.WriteEndObject();

        json.WriteStartArray("tests");
        foreach (ScenarioResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Scenario.Name);
            json.WriteString("status", result.Status);
            json.WriteNumber("duration", (long)result.Duration.TotalMilliseconds);
            json.WriteString("message", string.Join('\n', result.Violations));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
