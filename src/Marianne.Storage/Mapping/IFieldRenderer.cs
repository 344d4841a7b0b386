using Marianne.Jobs;

namespace Marianne.Storage.Mapping;

/// <summary>
/// Turns stored properties into what one kind of store needs for them: columns of SQL, keys of JSON. Each method is a kind
/// of value, so that a new kind of store has to say how it keeps every one of them.
/// </summary>
/// <typeparam name="TOwner">The type that has the properties.</typeparam>
/// <typeparam name="TField">What a property becomes.</typeparam>
internal interface IFieldRenderer<TOwner, out TField>
{
    /// <summary>Renders text, or <c>null</c>.</summary>
    TField Text(Field<TOwner, string?> field);

    /// <summary>Renders text that is never empty.</summary>
    TField RequiredText(Field<TOwner, string> field);

    /// <summary>Renders a word of a closed vocabulary, or <c>null</c>.</summary>
    TField Word(Field<TOwner, string?> field, IReadOnlyList<string> words);

    /// <summary>Renders a status, stored as a word; <paramref name="unknown"/> is read for an unknown word.</summary>
    TField Status<TStatus>(Field<TOwner, TStatus> field, TStatus unknown)
        where TStatus : struct, Enum;

    /// <summary>Renders a 32-bit integer, or <c>null</c>.</summary>
    TField Integer(Field<TOwner, int?> field);

    /// <summary>Renders a 32-bit integer of at least 0. The default is 0.</summary>
    TField Count(Field<TOwner, int> field);

    /// <summary>Renders a number from 0 to <paramref name="maximum"/>, or <c>null</c>.</summary>
    TField Real(Field<TOwner, double?> field, double maximum);

    /// <summary>Renders a duration in seconds, or <c>null</c>.</summary>
    TField Seconds(Field<TOwner, double?> field);

    /// <summary>Renders true, false or <c>null</c>.</summary>
    TField Boolean(Field<TOwner, bool?> field);

    /// <summary>Renders true or false. The default is false.</summary>
    TField Flag(Field<TOwner, bool> field);

    /// <summary>Renders an instant, or <c>null</c>.</summary>
    TField Instant(Field<TOwner, DateTimeOffset?> field);

    /// <summary>Renders an instant that is always known.</summary>
    TField RequiredInstant(Field<TOwner, DateTimeOffset> field);

    /// <summary>Renders a JSON object, kept as text, or <c>null</c>.</summary>
    TField JsonObject(Field<TOwner, string?> field);

    /// <summary>Renders a JSON list of strings. The default is an empty list.</summary>
    TField Texts(Field<TOwner, IReadOnlyList<string>> field);

    /// <summary>Renders a JSON list of validation results, or <c>null</c>.</summary>
    TField Details(Field<TOwner, IReadOnlyList<ValidationDetail>?> field);
}
