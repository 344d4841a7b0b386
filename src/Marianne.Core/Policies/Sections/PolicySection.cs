using System.Reflection;

namespace Marianne.Policies;

/// <summary>
/// A section of a score and the keys that it may have, taken from the type of its options. Reading and checking, and
/// whatever lists the keys, such as a schema or a table, go by this one description.
/// </summary>
public abstract class PolicySection
{
    private protected PolicySection(string name, PolicyOptions defaults)
    {
        Name = name;
        OptionsType = defaults.GetType();
        Keys =
        [
            .. OptionsType
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite)
                .Select(property => new PolicyKey(property, defaults)),
        ];
    }

    /// <summary>The name of the section as files have it, such as <c>rate_limit</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its options, whose documentation says what the section is for.</summary>
    public Type OptionsType { get; }

    /// <summary>Its keys, in the order in which they are written.</summary>
    public IReadOnlyList<PolicyKey> Keys { get; }

    /// <summary>The key of a name; nothing when there is none.</summary>
    public PolicyKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    private protected PolicyProblem Unknown(string name)
    {
        string[] known = [.. Keys.Select(key => key.Name)];
        string advice = NearestWord.Of(name, known) is { } nearest
            ? $"Did you mean {nearest}?"
            : $"There are: {string.Join(", ", known)}.";
        return new PolicyProblem(name, $"{Name} has no key '{name}'. {advice}");
    }
}
