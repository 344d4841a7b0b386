using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Turns the input of a pipeline into items that a job can keep.</summary>
/// <param name="key">Returns the key of the item <c>$_</c>; <c>null</c> to find it.</param>
/// <param name="warn">Receives warnings, one for each type.</param>
internal sealed class ItemReader(ScriptBlock? key, Action<string> warn)
{
    private readonly ItemKeyReader _keys = new(key);
    private readonly HashSet<Type> _warned = [];

    /// <summary>Returns the items.</summary>
    /// <param name="inputs">The input of the pipeline.</param>
    /// <exception cref="MarianneException">InvalidItem: an input cannot be an item, or two have the same key.</exception>
    public ItemList Read(IReadOnlyList<object?> inputs) => new([.. inputs.Select((input, index) => Read(input, index + 1))]);

    private ItemInput Read(object? input, int position)
    {
        if (input is null || PowerShellValue.Unwrap(input) is null)
            throw ItemErrors.Invalid(position, "is $null", "Leave it out, for example with Where-Object { $null -ne $_ }.");

        string text = _keys.Read(input, position);
        bool isLive = ItemWriter.IsLive(input);
        (string json, Type? inner) = ItemWriter.Write(isLive ? text : input, position);
        Type? live = isLive ? PowerShellValue.Unwrap(input)!.GetType() : inner;
        if (live is not null && _warned.Add(live))
        {
            warn(isLive
                ? $"An object of the type {live} does not survive this session, so each is kept as its key, and $_ is the key, such as '{text}'. "
                    + "Pass the properties that the block needs, with Select-Object, to have them in $_."
                : $"A property of item {position} has an object of the type {live}, which does not survive this session. It is kept as text.");
        }

        return new ItemInput(text, json);
    }
}
