using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Determines whether a name of an output is valid. It follows the name of a sheet in <c>{sheet.output}</c>.</summary>
public static class OutputName
{
    /// <summary>The name of what the block of an item writes.</summary>
    public const string OfItem = "output";

    /// <summary>The regular expression that a name must match.</summary>
    internal const string Pattern = "^[A-Za-z_][A-Za-z0-9_-]{0,99}$";

    /// <summary>Determines whether a name is valid.</summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(string? name) => name is not null && WholeText.Matches(name, Pattern);
}
