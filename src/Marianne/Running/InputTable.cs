using System.Collections;
using Marianne.Outputs;

namespace Marianne.Commands;

/// <summary>Creates the variable <c>$Inputs</c> of a script: the outputs of the sheets that it depends on, by the names of the sheets.</summary>
internal static class InputTable
{
    /// <summary>Returns the outputs as objects. Names are not case-sensitive.</summary>
    /// <param name="inputs">The outputs of each sheet.</param>
    public static Hashtable Of(IEnumerable<SheetInput> inputs)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (SheetInput input in inputs)
            table[input.Sheet] = JsonValue.ObjectOf([.. input.Outputs.Select(output => (output.Key, JsonValue.Of(output.Value)))]);
        return table;
    }
}
