using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marianne.Jobs;

/// <summary>Approvals as JSON, as stores keep them.</summary>
public static partial class ApprovalJson
{
    private static readonly SheetApprovalContext Readable =
        new(new JsonSerializerOptions(SheetApprovalContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Returns an approval as JSON on one line.</summary>
    /// <param name="approval">The approval.</param>
    public static string Write(SheetApproval approval) => JsonSerializer.Serialize(approval, Readable.SheetApproval);

    /// <summary>Reads an approval, or returns <c>null</c> if the text does not have one.</summary>
    /// <param name="text">The text.</param>
    public static SheetApproval? Read(string text)
    {
        try
        {
            SheetApproval? approval = JsonSerializer.Deserialize(text, Readable.SheetApproval);
            return approval is { JobId: not null, SheetNumber: >= 1, Number: >= 1, Message: not null } ? approval : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(SheetApproval))]
    private sealed partial class SheetApprovalContext : JsonSerializerContext;
}
