namespace Marianne.Architecture.Tests;

/// <summary>Which rooms use which, and through which types.</summary>
internal sealed class RoomGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, IReadOnlyList<string>>> _uses = [];

    /// <summary>Adds an arrow, unless no type draws it.</summary>
    public void Add(string from, string to, IReadOnlyList<string> types)
    {
        if (types.Count == 0)
            return;

        if (!_uses.TryGetValue(from, out SortedDictionary<string, IReadOnlyList<string>>? targets))
            _uses.Add(from, targets = []);
        targets.Add(to, types);
    }

    /// <summary>Returns the names of the types of a room that use another room.</summary>
    public IReadOnlyList<string> TypesThatUse(string from, string to) =>
        _uses.TryGetValue(from, out SortedDictionary<string, IReadOnlyList<string>>? targets)
        && targets.TryGetValue(to, out IReadOnlyList<string>? types)
            ? types
            : [];

    /// <summary>Returns the rooms of a cycle, the first of them again at the end, or <c>null</c> if there is none.</summary>
    public IReadOnlyList<string>? FindCycle()
    {
        HashSet<string> done = [];
        return _uses.Keys.Select(room => FindCycle(room, [], done)).FirstOrDefault(cycle => cycle is not null);
    }

    /// <summary>Returns a cycle as text: each arrow with some of the types that draw it.</summary>
    public string Describe(IReadOnlyList<string> cycle) => string.Concat(
        cycle.Zip(cycle.Skip(1), (from, to) => $"\n  {from} -> {to}: {string.Join(", ", TypesThatUse(from, to).Take(5))}"));

    private List<string>? FindCycle(string room, List<string> path, HashSet<string> done)
    {
        int start = path.IndexOf(room);
        if (start >= 0)
            return [.. path[start..], room];

        if (!_uses.TryGetValue(room, out SortedDictionary<string, IReadOnlyList<string>>? targets) || done.Contains(room))
            return null;

        List<string> longer = [.. path, room];
        foreach (string next in targets.Keys)
        {
            if (FindCycle(next, longer, done) is { } cycle)
                return cycle;
        }

        done.Add(room);
        return null;
    }
}
