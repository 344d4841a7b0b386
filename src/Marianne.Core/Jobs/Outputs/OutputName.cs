using System.Text.RegularExpressions;

namespace Marianne.Jobs;

/// <summary>Determines whether a name of an output is valid. It follows the name of a sheet in <c>{sheet.output}</c>.</summary>
public static partial class OutputName
{
    /// <summary>The name of what the block of an item writes.</summary>
    public const string OfItem = "output";

    /// <summary>The maximum length in characters.</summary>
    public const int MaximumLength = 100;

    /// <summary>Determines whether a name is valid.</summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(string? name) => name?.Length is >= 1 and <= MaximumLength && Form().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
