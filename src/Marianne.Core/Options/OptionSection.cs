using System.Reflection;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>
/// A section of a score and its keys, derived from the type of its options. Reading, validation, the schema and the key
/// tables all use this description.
/// </summary>
public abstract class OptionSection
{
    private const string YamlMerge = "<<";
    private const string NoMerge =
        "Merge keys are not supported: write the keys themselves, or use an alias as the value of a key.";

    /// <summary>So many unknown keys of a map are compared with the known keys. A map with more is not a score with typos.</summary>
    private const int MaximumCompared = 100;

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

    /// <summary>The name of the section as it is written in files, such as <c>rate_limit</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the options; its XML documentation describes the section.</summary>
    public Type OptionsType { get; }

    /// <summary>The keys in the order in which they are written.</summary>
    public IReadOnlyList<OptionKey> Keys { get; }

    /// <summary>Returns a key, or <c>null</c> if it does not exist.</summary>
    /// <param name="name">The name of the key. It is case-sensitive.</param>
    public OptionKey? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the section of a type of options: the value of its static property <c>Section</c>.</summary>
    internal static OptionSection Of(Type optionsType) =>
        (OptionSection)optionsType.GetProperty("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>
    /// Returns the options that a file contains, without validation, and the problems of what cannot be converted.
    /// </summary>
    internal (OptionSet Options, IReadOnlyList<OptionProblem> Problems) ReadUnvalidated(
        IEnumerable<KeyValuePair<string, object?>> source)
    {
        OptionSet options = CreateDefault();
        int unknown = 0;
        OptionProblem[] problems =
        [
            .. source.SelectMany(entry => Find(entry.Key) is { } key
                ? key.Read(options, entry.Value)
                : [Unknown(entry.Key, isCompared: ++unknown <= MaximumCompared)]),
        ];
        return (options, problems);
    }

    /// <summary>Validates options. The paths of the problems begin at the key.</summary>
    internal IEnumerable<OptionProblem> ValidateAll(OptionSet options) =>
        Keys.SelectMany(key => key.Validate(options)).Concat(options.Validate());

    private protected abstract OptionSet CreateDefault();

    private OptionProblem Unknown(string name, bool isCompared)
    {
        if (name == YamlMerge)
            return new OptionProblem(name, $"{Name} has no key '{name}'. {NoMerge}") { Suggestion = NoMerge, IsOfKey = true };

        string[] known = [.. Keys.Select(key => key.Name)];
        string? nearest = isCompared ? NearestWord.Of(name, known) : null;
        string advice = nearest is null ? $"The keys are: {string.Join(", ", known)}." : $"Did you mean {nearest}?";
        return new OptionProblem(name, $"{Name} has no key {OptionValue.Show(name)}. {advice}")
        {
            Suggestion = nearest,
            IsOfKey = true,
        };
    }
}
