using Marianne.Text;

namespace Marianne.Options;

/// <summary>Allows one string instead of a list of strings, and limits what the strings may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOrMoreAttribute : Attribute
{
    /// <summary>The regular expression that each string must match.</summary>
    public required string Pattern { get; init; }

    /// <summary>What each string must be, such as <c>a JSON pointer</c>.</summary>
    public required string Meaning { get; init; }

    /// <summary>Determines whether a string is allowed.</summary>
    /// <param name="text">The string.</param>
    public bool Allows(string text) => WholeText.Matches(text, Pattern);
}
