using Marianne.Text;

namespace Marianne.Options;

/// <summary>Requires a key if the key <c>type</c> of the same section has one of the given values.</summary>
/// <param name="types">The values: members of the enumeration that is the type of <c>type</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredWhenAttribute(params object[] types) : Attribute
{
    /// <summary>The values as they are written in files, such as <c>file_exists</c>.</summary>
    public IReadOnlyList<string> Types { get; } =
        [.. types.Select(type => SnakeCaseName.Of(type.ToString()!))];
}
