using System.Collections;
using Marianne.Outputs;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Creates the variable <c>$Inputs</c> of a script: the outputs of the sheets that it depends on, by the names of the sheets.</summary>
internal static class InputTable
{
    /// <summary>Returns the outputs as objects. Names are not case-sensitive.</summary>
    /// <param name="inputs">The outputs of each sheet.</param>
    /// <param name="items">The results of the items of each sheet that has some, by its name.</param>
    public static Hashtable Of(IEnumerable<SheetInput> inputs, IReadOnlyDictionary<string, ItemResult[]> items)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (SheetInput input in inputs)
            table[input.Sheet] = items.TryGetValue(input.Sheet, out ItemResult[]? results)
                ? results
                : JsonValue.ObjectOf([.. input.Outputs.Select(output => (output.Key, JsonValue.Of(output.Value)))]);
        return table;
    }
}
