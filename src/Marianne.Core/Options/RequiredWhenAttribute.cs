using Marianne.Text;

namespace Marianne.Options;

/// <summary>The key must be written when the key <c>type</c> of its section is one of some words.</summary>
/// <param name="types">The values of the enumeration.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredWhenAttribute(params object[] types) : Attribute
{
    /// <summary>The words, as files have them.</summary>
    public IReadOnlyList<string> Words { get; } =
        [.. types.Select(type => SnakeCaseName.Of(type.ToString()!))];
}
