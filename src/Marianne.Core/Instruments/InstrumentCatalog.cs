using System.Globalization;
using Marianne.Options;
using Marianne.Text;

namespace Marianne.Instruments;

/// <summary>The instruments that a score can use: those of the score, the user's own, and the built-in ones.</summary>
/// <remarks>A profile extends the next one of the same name in this order, unless it names another one.</remarks>
public sealed class InstrumentCatalog
{
    /// <summary>The most profiles that a profile extends, one after another.</summary>
    internal const int MaximumExtended = 32;

    /// <summary>The most instruments among which a name that is meant is looked for, because that compares it with each.</summary>
    internal const int MaximumSearched = 200;

    private readonly IReadOnlyDictionary<string, InstrumentOptions>[] _layers;

    /// <summary>Creates a catalog.</summary>
    /// <param name="ofScore">The profiles of the score by name, or <c>null</c>.</param>
    /// <param name="own">The user's own profiles by name, or <c>null</c>.</param>
    public InstrumentCatalog(
        IReadOnlyDictionary<string, InstrumentOptions>? ofScore = null, IReadOnlyDictionary<string, InstrumentOptions>? own = null) =>
        _layers = [ofScore ?? Empty, own ?? Empty, BuiltInInstruments.All];

    private static Dictionary<string, InstrumentOptions> Empty { get; } = [];

    /// <summary>The names of all instruments, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => field ??=
        [.. _layers.SelectMany(layer => layer.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Returns an instrument, or <c>null</c> if there is no profile with this name or it cannot be used.</summary>
    /// <param name="name">The name.</param>
    public InstrumentProfile? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return LayerOf(name, 0) < _layers.Length && ProblemOf(name) is null
            ? new InstrumentProfile(name, Resolve(name, LayerOf(name, 0)))
            : null;
    }

    /// <summary>Returns the instrument that the key <c>instrument</c> of a score names: a profile, or else a command.</summary>
    /// <param name="instrument">The name of a profile, or a command.</param>
    public InstrumentProfile Get(string instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return Find(instrument.Trim()) ?? InstrumentProfile.OfCommand(instrument);
    }

    /// <summary>Determines whether there is a profile with this name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => LayerOf(name, 0) < _layers.Length;

    /// <summary>
    /// Returns the error of a file that cannot be used, if an instrument or one that it extends is described there; otherwise
    /// <c>null</c>.
    /// </summary>
    /// <param name="name">The name of a profile, or any text.</param>
    public MarianneException? FaultOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChainOf(name).Chain.Where(step => step.Layer < _layers.Length)
            .Select(step => _layers[step.Layer][step.Name].Fault).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>
    /// Returns why an instrument cannot be used, or <c>null</c>: its file cannot be used, it extends itself, it extends an unknown
    /// one, or it has no command.
    /// </summary>
    /// <param name="name">The name of a profile.</param>
    public OptionProblem? ProblemOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        if (FaultOf(name) is { } fault)
            return new("extends", fault.Message.ReplaceLineEndings(" "));
        if (CycleOf(name) is { } endless)
            return endless;

        (IReadOnlyList<(string Name, int Layer)> chain, _) = ChainOf(name);
        if (chain[^1].Layer >= _layers.Length)
            return new("extends", Unknown(chain[^1].Name)) { Suggestion = NearestTo(chain[^1].Name) };
        return Resolve(name, chain[0].Layer).Command is null
            ? new("command", $"The instrument '{name}' has no command. Add one, such as command: [program, \"{{prompt}}\"]")
            : null;
    }

    /// <summary>
    /// Returns the problem of an instrument that extends itself through others, or more than <see cref="MaximumExtended"/> of them,
    /// or <c>null</c>.
    /// </summary>
    /// <param name="name">The name of a profile.</param>
    internal OptionProblem? CycleOf(string name)
    {
        (IReadOnlyList<(string Name, int Layer)> chain, bool isCycle) = ChainOf(name);
        if (!isCycle && chain.Count > MaximumExtended + 1)
        {
            return new("extends", string.Create(
                CultureInfo.InvariantCulture,
                $"The instrument extends more than {MaximumExtended} others, one after another. Extend one that extends fewer."));
        }

        return isCycle
            ? new("extends", "The instruments extend each other in a cycle: "
                + $"{string.Join(" -> ", chain.Select(step => step.Name))}. Remove one of the keys extends.")
            : null;
    }

    /// <summary>
    /// Returns an instrument and those that it extends. The last is unknown if its layer does not exist, or repeats another one in
    /// a cycle. A chain that is too long ends early.
    /// </summary>
    private (IReadOnlyList<(string Name, int Layer)> Chain, bool IsCycle) ChainOf(string name)
    {
        List<(string Name, int Layer)> chain = [(name, LayerOf(name, 0))];
        while (chain.Count <= MaximumExtended + 1 && chain[^1].Layer < _layers.Length && ParentOf(chain[^1]) is { } parent)
        {
            bool isCycle = chain.Contains(parent);
            chain.Add(parent);
            if (isCycle)
                return (chain, true);
        }

        return (chain, false);
    }

    /// <summary>Returns the message for a name that is unknown.</summary>
    /// <param name="name">The name.</param>
    internal string Unknown(string name)
    {
        string advice = NearestTo(name) is { } nearest ? $"Did you mean {nearest}?"
            : Names.Count > MaximumSearched ? "Correct the name, or add a profile with this name."
            : $"The instruments are: {string.Join(", ", Names)}.";
        return $"There is no instrument {OptionValue.Show(name)}. {advice}";
    }

    private string? NearestTo(string name) => Names.Count > MaximumSearched ? null : NearestWord.Of(name, [.. Names]);

    private int LayerOf(string name, int first)
    {
        int layer = first;
        while (layer < _layers.Length && !_layers[layer].ContainsKey(name))
            layer++;
        return layer;
    }

    private (string Name, int Layer)? ParentOf((string Name, int Layer) at)
    {
        if (_layers[at.Layer][at.Name].Extends is { } parent)
            return (parent, LayerOf(parent, parent == at.Name ? at.Layer + 1 : 0));
        int next = LayerOf(at.Name, at.Layer + 1);
        return next < _layers.Length ? (at.Name, next) : null;
    }

    private InstrumentOptions Resolve(string name, int layer)
    {
        InstrumentOptions own = _layers[layer][name];
        return ParentOf((name, layer)) is { } parent
            ? own.Over(Resolve(parent.Name, parent.Layer))
            : own.Over(new InstrumentOptions());
    }
}
