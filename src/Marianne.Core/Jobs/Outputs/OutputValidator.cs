using System.Text;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Validates the outputs of a sheet before a store writes them.</summary>
public static class OutputValidator
{
    /// <summary>The maximum number of outputs of a sheet.</summary>
    public const int MaximumCount = 1000;

    /// <summary>The maximum depth of nested JSON in a value.</summary>
    public const int MaximumDepth = 100;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = MaximumDepth };

    /// <summary>Validates the outputs of an attempt.</summary>
    /// <param name="sheet">The sheet, as its attempt left it.</param>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="MarianneException">
    /// InvalidOutput: an output belongs to another attempt, its name is invalid or occurs twice, or its value is not JSON or too large.
    /// </exception>
    public static void Check(Sheet sheet, IReadOnlyList<SheetOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(outputs);

        if (outputs.Count > MaximumCount)
            throw OutputErrors.TooMany(sheet.JobId, sheet.Number, outputs.Count);

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (SheetOutput output in outputs)
        {
            if (FaultOf(sheet, output) is { } fault)
                throw OutputErrors.Invalid(output, fault);
            if (!names.Add(output.Name))
                throw OutputErrors.Invalid(output, "has the name of another output of the sheet");
        }
    }

    /// <summary>Returns why an output is invalid, as in <c>has no value</c>, or <c>null</c> if it is valid.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="output">The output.</param>
    public static string? FaultOf(Sheet sheet, SheetOutput output)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(output);
        if (output.JobId != sheet.JobId || output.SheetNumber != sheet.Number)
            return $"does not belong to sheet {sheet.Number} of the job '{sheet.JobId}'";
        if (output.AttemptNumber != sheet.AttemptCount)
            return $"belongs to attempt {output.AttemptNumber}, and the sheet has had {sheet.AttemptCount}";
        if (!OutputName.IsValid(output.Name))
            return OutputErrors.NameRule;
        return output switch
        {
            { Json: null, File: null } => "has no value",
            { Json: not null, File: not null } => "has a value and a file",
            { File: { } file } => FaultOf(file),
            _ => FaultOf(output.Json!),
        };
    }

    private static string? FaultOf(OutputFile file) => file.Path.Length == 0 || file.Hash.Length == 0 || file.Size < 0
        ? "has a file without a path, a size or a hash"
        : null;

    private static string? FaultOf(string json)
    {
        if (IsLarge(json))
            return $"has a value of more than {SheetOutput.MaximumStoredBytes} bytes, which must be in a file";
        return ValueFaultOf(json);
    }

    /// <summary>Determines whether a value is too large for a store, so that it must be in a file.</summary>
    /// <param name="json">The value as JSON.</param>
    public static bool IsLarge(string json) => Encoding.UTF8.GetByteCount(json) > SheetOutput.MaximumStoredBytes;

    /// <summary>Returns why a text is not a value, as in <c>has a value that is not JSON</c>, or <c>null</c> if it is one.</summary>
    /// <param name="json">The text.</param>
    public static string? ValueFaultOf(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (JsonUnicode.IsHalvedText(json))
            return "has a value with half of a surrogate pair";

        try
        {
            using var document = JsonDocument.Parse(json, Depth);
            return JsonUnicode.IsHalvedJson(json) ? "has a value with half of a surrogate pair" : null;
        }
        catch (JsonException error)
        {
            return $"has a value that is not JSON, or is nested deeper than {MaximumDepth}: {JsonErrorText.WithLocation(error)}";
        }
    }
}
