using System.Reflection;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>
/// A section of a score and the keys that it may have, taken from the type of its options. Reading and checking, and
/// whatever lists the keys, such as a schema or a table, go by this one description.
/// </summary>
public abstract class OptionSection
{
    private const string YamlMerge = "<<";
    private const string NoMerge =
        "Merge keys are not supported: write the keys themselves, or give a key an alias as its value.";

    private readonly Dictionary<string, OptionKey> _byName;

    private protected OptionSection(string name, OptionSet defaults)
    {
        Name = name;
        OptionsType = defaults.GetType();
        Keys =
        [
            .. OptionsType
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is { IsPublic: true })
                .Select(property => new OptionKey(property, defaults)),
        ];
        _byName = Keys.ToDictionary(key => key.Name);
    }

    /// <summary>The name of the section as files have it, such as <c>rate_limit</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its options, whose documentation says what the section is for.</summary>
    public Type OptionsType { get; }

    /// <summary>Its keys, in the order in which they are written.</summary>
    public IReadOnlyList<OptionKey> Keys { get; }

    /// <summary>The key of a name; nothing when there is none.</summary>
    public OptionKey? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The section of a type of options: its static property <c>Section</c>.</summary>
    internal static OptionSection Of(Type optionsType) =>
        (OptionSection)optionsType.GetProperty("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>The options that a file asks for, and what of it cannot be read. What can be is not checked.</summary>
    internal (OptionSet Options, IReadOnlyList<OptionProblem> Unreadable) ReadUnchecked(
        IEnumerable<KeyValuePair<string, object?>> written)
    {
        OptionSet options = MakeDefault();
        OptionProblem[] unreadable =
        [
            .. written.SelectMany(entry => Find(entry.Key) is { } key ? key.Read(options, entry.Value) : [Unknown(entry.Key)]),
        ];
        return (options, unreadable);
    }

    /// <summary>Everything that is wrong with options; paths begin at the key.</summary>
    internal IEnumerable<OptionProblem> CheckAll(OptionSet options) =>
        Keys.SelectMany(key => key.Check(options)).Concat(options.Conflicts());

    private protected abstract OptionSet MakeDefault();

    private OptionProblem Unknown(string name)
    {
        if (name == YamlMerge)
            return new OptionProblem(name, $"{Name} has no key '{name}'. {NoMerge}") { Suggestion = NoMerge, IsOfKey = true };

        string[] known = [.. Keys.Select(key => key.Name)];
        string? nearest = NearestWord.Of(name, known);
        string advice = nearest is null ? $"There are: {string.Join(", ", known)}." : $"Did you mean {nearest}?";
        return new OptionProblem(name, $"{Name} has no key {OptionValue.Show(name)}. {advice}")
        {
            Suggestion = nearest,
            IsOfKey = true,
        };
    }
}
