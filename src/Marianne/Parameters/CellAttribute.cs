using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Reads a parameter that may come from a cell of a CSV file. PowerShell would turn an empty or a bad cell into 0 or
/// true; here an empty one is no value, and a bad one is an error.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class CellAttribute : ArgumentTransformationAttribute
{
    private protected CellAttribute()
    {
    }

    /// <summary>Whether no value is an error too. PowerShell would not say where it is missing. Default: false.</summary>
    public bool IsRequired { get; set; }

    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PowerShellValue.Unwrap(inputData);
        return value switch
        {
            null => Nothing(),
            string text when string.IsNullOrWhiteSpace(text) => Nothing(),
            string text => Parse(text.Trim()),
            IList list => list.Cast<object>().SelectMany(item => Values(Transform(engineIntrinsics, item))).ToArray(),
            _ => Convert(value),
        };
    }

    /// <summary>Reads a text, the same way in every culture.</summary>
    private protected abstract object Parse(string text);

    /// <summary>Takes a value that is no text.</summary>
    private protected virtual object Convert(object value) => value;

    /// <summary>The error of a value that is none.</summary>
    private protected static Exception Bad(object value, string expected) =>
        Error(string.Create(CultureInfo.InvariantCulture, $"'{value}' is not {expected}."));

    // A cell may hold several values.
    private static IEnumerable<object> Values(object value) => value is IList list ? list.Cast<object>() : [value];

    // The signature knows no null, but the binder does: it is how "no value" is said.
    private object Nothing() => IsRequired ? throw Error("There is no value.") : null!;

    private static ArgumentTransformationMetadataException Error(string message) =>
        new ArgumentTransformationMetadataException(RecordNumber.Prefix + message);
}
