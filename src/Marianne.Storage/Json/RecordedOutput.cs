using System.Text.Json;
using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>An output in the format of the log file.</summary>
internal sealed record RecordedOutput(
    string? Name,
    JsonElement? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OutputFile? File)
{
    /// <summary>Converts an output to the format of the log file.</summary>
    public static RecordedOutput Of(SheetOutput output)
    {
        if (output.Json is not { } json)
            return new RecordedOutput(output.Name, Value: null, output.File);

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = OutputValidator.MaximumDepth });
        return new RecordedOutput(output.Name, document.RootElement.Clone(), File: null);
    }

    /// <summary>Returns the output.</summary>
    public SheetOutput ToOutput(string jobId, int sheetNumber, int attemptNumber) => new(jobId, sheetNumber, attemptNumber, Name!)
    {
        Json = File is null ? Value?.GetRawText() ?? "null" : null,
        File = File,
    };
}
