using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Json;

/// <summary>Renders stored properties as keys of a JSON file.</summary>
internal sealed class JsonFieldRenderer<TOwner> : IFieldRenderer<TOwner, JsonField<TOwner>>
    where TOwner : StoredObject
{
    /// <inheritdoc/>
    public JsonField<TOwner> Text(Field<TOwner, string?> field) => Render(field, JsonKinds.Text);

    /// <inheritdoc/>
    public JsonField<TOwner> RequiredText(Field<TOwner, string> field) => Render(field, JsonKinds.RequiredText);

    /// <inheritdoc/>
    public JsonField<TOwner> Word(Field<TOwner, string?> field, IReadOnlyList<string> words) =>
        Render(field, JsonKinds.Word(words));

    /// <inheritdoc/>
    public JsonField<TOwner> Status<TStatus>(Field<TOwner, TStatus> field, TStatus unknown)
        where TStatus : struct, Enum =>
        Render(field, JsonKinds.Status(unknown));

    /// <inheritdoc/>
    public JsonField<TOwner> Integer(Field<TOwner, int?> field) => Render(field, JsonKinds.OptionalInt);

    /// <inheritdoc/>
    public JsonField<TOwner> Count(Field<TOwner, int> field) => Render(field, JsonKinds.Count);

    /// <inheritdoc/>
    public JsonField<TOwner> Real(Field<TOwner, double?> field, double maximum) => Render(field, JsonKinds.Real(maximum));

    /// <inheritdoc/>
    public JsonField<TOwner> Seconds(Field<TOwner, double?> field) => Render(field, JsonKinds.Seconds);

    /// <inheritdoc/>
    public JsonField<TOwner> Boolean(Field<TOwner, bool?> field) => Render(field, JsonKinds.OptionalFlag);

    /// <inheritdoc/>
    public JsonField<TOwner> Flag(Field<TOwner, bool> field) => Render(field, JsonKinds.Flag);

    /// <inheritdoc/>
    public JsonField<TOwner> Instant(Field<TOwner, DateTimeOffset?> field) => Render(field, JsonKinds.OptionalTime);

    /// <inheritdoc/>
    public JsonField<TOwner> RequiredInstant(Field<TOwner, DateTimeOffset> field) => Render(field, JsonKinds.Time);

    /// <inheritdoc/>
    public JsonField<TOwner> JsonObject(Field<TOwner, string?> field) => Render(field, JsonKinds.JsonObject);

    /// <inheritdoc/>
    public JsonField<TOwner> Texts(Field<TOwner, IReadOnlyList<string>> field) => Render(field, JsonKinds.Texts);

    /// <inheritdoc/>
    public JsonField<TOwner> Details(Field<TOwner, IReadOnlyList<ValidationDetail>?> field) =>
        Render(field, JsonKinds.Details);

    private static JsonField<TOwner, TValue> Render<TValue>(Field<TOwner, TValue> field, JsonKind<TValue> kind) =>
        new(field, kind);
}
