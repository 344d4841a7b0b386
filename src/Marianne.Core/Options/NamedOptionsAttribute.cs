namespace Marianne.Options;

/// <summary>The regular expression that the names of a map of names to sections must match.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedOptionsAttribute : Attribute
{
    /// <summary>The regular expression.</summary>
    public required string Pattern { get; init; }
}
