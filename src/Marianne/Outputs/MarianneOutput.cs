using Marianne.Commands;
using Marianne.Jobs;

namespace Marianne;

/// <summary>An output of a sheet, as returned by <c>Get-MarianneOutput</c>.</summary>
public sealed class MarianneOutput
{
    /// <summary>Creates the output of a sheet.</summary>
    /// <param name="output">The output as it is stored.</param>
    /// <param name="sheetName">The sheet's name, or <c>null</c>.</param>
    /// <param name="json">The value as JSON, from the store or the file.</param>
    internal MarianneOutput(SheetOutput output, string? sheetName, string json)
    {
        JobId = output.JobId;
        SheetNumber = output.SheetNumber;
        SheetName = sheetName;
        AttemptNumber = output.AttemptNumber;
        Name = output.Name;
        Value = JsonValue.Of(json);
        Path = output.File?.Path;
        Size = output.File?.Size;
        Hash = output.File?.Hash;
    }

    /// <summary>The job's id.</summary>
    public string JobId { get; }

    /// <summary>The sheet's number.</summary>
    public int SheetNumber { get; }

    /// <summary>The sheet's name, or <c>null</c> if it has none.</summary>
    public string? SheetName { get; }

    /// <summary>The number of the attempt that wrote the output, from 1.</summary>
    public int AttemptNumber { get; }

    /// <summary>The name of the output.</summary>
    public string Name { get; }

    /// <summary>The value: a text, a number, a Boolean, an object, or an array of them.</summary>
    public object? Value { get; }

    /// <summary>The full path of the file that has the value, or <c>null</c> if the store has it.</summary>
    public string? Path { get; }

    /// <summary>The size of that file in bytes, or <c>null</c>.</summary>
    public long? Size { get; }

    /// <summary>The SHA-256 of that file, or <c>null</c>.</summary>
    public string? Hash { get; }

    /// <summary>Returns the name of the output and of its sheet.</summary>
    public override string ToString() => $"{SheetName ?? $"{SheetNumber}"}.{Name}";
}
