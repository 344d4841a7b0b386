using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Converts an argument that may come from a cell of a CSV file. PowerShell would convert an empty or an invalid cell to 0 or
/// <c>true</c>; with this attribute, an empty cell is no value, and an invalid cell is an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class CellAttribute : ArgumentTransformationAttribute
{
    private protected CellAttribute()
    {
    }

    /// <summary>Indicates whether a missing value is an error, which names the record. The default is <c>false</c>.</summary>
    public bool IsRequired { get; set; }

    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = Written(inputData) ?? PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null => NoValue(),
            string text when string.IsNullOrWhiteSpace(text) => NoValue(),
            string text => Parse(text.Trim()),
            IList list => list.Cast<object>().SelectMany(item => Values(Transform(engineIntrinsics, item))).ToArray(),
            _ => Convert(value),
        };
    }

    /// <summary>Returns how an argument was written, if that differs from the value that PowerShell made of it.</summary>
    private protected virtual string? Written(object? argument) => null;

    /// <summary>Parses a text, independent of the culture.</summary>
    private protected abstract object Parse(string text);

    /// <summary>Converts a value that is not a text.</summary>
    private protected virtual object Convert(object value) => value;

    /// <summary>Creates the error of an invalid value.</summary>
    private protected static Exception Invalid(object value, string expected) =>
        Error(string.Create(CultureInfo.InvariantCulture, $"'{value}' is not {expected}."));

    // A cell can contain several values.
    private static IEnumerable<object> Values(object value) => value is IList list ? list.Cast<object>() : [value];

    // The signature does not allow null, but for the parameter binder null means that there is no value.
    private object NoValue() => IsRequired ? throw Error("There is no value.") : null!;

    private static ArgumentTransformationMetadataException Error(string message) =>
        new ArgumentTransformationMetadataException(RecordNumber.Prefix + TerminalText.Message(message));
}
