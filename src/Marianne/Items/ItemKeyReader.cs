using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Finds the key of an item: its path, Id or name; text and numbers are their own.</summary>
/// <param name="block">Returns the key of the item <c>$_</c>; <c>null</c> to find it.</param>
internal sealed class ItemKeyReader(ScriptBlock? block)
{
    private const int MaximumLength = 4096;

    private static readonly string[] Names = ["FullName", "Path", "Id", "Name"];

    /// <summary>Returns the key of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="position">Its position, from 1.</param>
    /// <exception cref="MarianneException">InvalidItem: the item has no key, or it is not valid.</exception>
    public string Read(object item, int position)
    {
        object? value = PowerShellValue.Unwrap(item);
        if (block is null && TextOf(value) is { } own)
            return Checked(own, position, item, isOwn: true);

        string? text = block is null ? PropertyOf(item, value) : FromBlock(block, item, position);
        return text is null
            ? throw ItemErrors.Invalid(
                position,
                "has no key by which it is found again: it has no path, Id or Name",
                "Specify -Key with a script block that returns one, such as -Key { $_.Number }.",
                item)
            : Checked(text, position, item, isOwn: false);
    }

    private static string Checked(string text, int position, object item, bool isOwn)
    {
        if (!ItemKey.IsValid(text))
        {
            string what = isOwn ? "is an empty text, which cannot be its key" : "has an empty key";
            throw ItemErrors.Invalid(position, what, "Specify -Key with a script block that returns a key, or leave the item out.", item);
        }

        if (!isOwn && text.Length > MaximumLength)
        {
            throw ItemErrors.Invalid(
                position,
                string.Create(CultureInfo.InvariantCulture, $"has a key of {text.Length} characters, and a key has at most {MaximumLength}"),
                "Specify -Key with a script block that returns a short text.",
                item);
        }

        return ItemKey.Of(text);
    }

    private static string? FromBlock(ScriptBlock block, object item, int position)
    {
        var results = block.InvokeWithContext(null, [new PSVariable("_", item)]);
        return results switch
        {
            [var only] when only is not null && TextOf(only.BaseObject) is { } text => text,
            [] or [null] => "",
            _ => throw ItemErrors.Invalid(
                position, "has no key: -Key must return one text or number", "Correct the script block.", item),
        };
    }

    private static string? PropertyOf(object item, object? value)
    {
        if (value is IDictionary map)
        {
            return Names.Select(name => map.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key as string, StringComparison.OrdinalIgnoreCase)))
                .Where(key => key is not null).Select(key => TextOf(PowerShellValue.Unwrap(map[key!]))).FirstOrDefault(ItemKey.IsValid);
        }

        if (value is IEnumerable)
            return null;

        PSObject wrapped = PSObject.AsPSObject(item);
        return Names.Select(name => wrapped.Properties[name])
            .Where(property => property is { IsGettable: true } and not PSScriptProperty) // The path of a process is not its own.
            .Select(property => TextOf(PowerShellValue.Unwrap(property.Value)))
            .FirstOrDefault(ItemKey.IsValid);
    }

    /// <summary>Returns the text of a value that can be a key, or <c>null</c>.</summary>
    private static string? TextOf(object? value) => value switch
    {
        string text => text,
        PathInfo path => path.ProviderPath,
        bool or int or Enum => Convert.ToString(value, CultureInfo.InvariantCulture),
        byte[] or null => null,
        _ => ItemValue.TextOf(value)?.Text,
    };
}
