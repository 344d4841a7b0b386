namespace Marianne.Options;

/// <summary>The regular expression that the names of a map of names to sections must match.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedOptionsAttribute : Attribute
{
    /// <summary>The regular expression.</summary>
    public required string Pattern { get; init; }

    /// <summary>What a name must be, as a sentence.</summary>
    public string Advice { get; init; } = "Use letters, digits, '.', '_' and '-', beginning with a letter or a digit.";
}
