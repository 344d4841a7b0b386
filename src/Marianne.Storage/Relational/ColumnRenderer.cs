using Marianne.Jobs;
using Marianne.Storage.Mapping;
using Marianne.Text;

namespace Marianne.Storage.Relational;

/// <summary>Renders stored properties as columns of tables.</summary>
/// <remarks>
/// A column that an older file lacks is read as NULL, so NULL reads as the default of its kind. Ranges and
/// <see cref="Field{TOwner, TValue}.Rule"/> are not applied to rows: they are checked when a job is saved. The accessors are
/// called directly, because they are called for every value of every row.
/// </remarks>
internal sealed class ColumnRenderer<TOwner> : IFieldRenderer<TOwner, Column<TOwner>>
{
    /// <inheritdoc/>
    public Column<TOwner> Text(Field<TOwner, string?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Text())) with { IsText = true };

    /// <inheritdoc/>
    public Column<TOwner> RequiredText(Field<TOwner, string> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Text() ?? field.Get(owner))) with { IsText = true };

    /// <inheritdoc/>
    public Column<TOwner> Word(Field<TOwner, string?> field, IReadOnlyList<string> words) =>
        Render(field, (owner, row) => field.Set(owner, row.Word(words))) with { IsText = true };

    /// <inheritdoc/>
    public Column<TOwner> Status<TStatus>(Field<TOwner, TStatus> field, TStatus unknown)
        where TStatus : struct, Enum =>
        Render(
            field,
            (owner, row) => field.Set(owner, row.Status(unknown)),
            (owner, _) => SnakeCaseName.Of(field.Get(owner))) with
        { IsText = true };

    /// <inheritdoc/>
    public Column<TOwner> Integer(Field<TOwner, int?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Int32()));

    /// <inheritdoc/>
    public Column<TOwner> Count(Field<TOwner, int> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Count()));

    /// <inheritdoc/>
    public Column<TOwner> Real(Field<TOwner, double?> field, double maximum) =>
        Render(field, (owner, row) => field.Set(owner, row.Real()));

    /// <inheritdoc/>
    public Column<TOwner> Seconds(Field<TOwner, double?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Seconds()));

    /// <inheritdoc/>
    public Column<TOwner> Boolean(Field<TOwner, bool?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Flag()));

    /// <inheritdoc/>
    public Column<TOwner> Flag(Field<TOwner, bool> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Flag() ?? false));

    /// <inheritdoc/>
    public Column<TOwner> Instant(Field<TOwner, DateTimeOffset?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.Time()), (owner, dialect) => dialect.Time(field.Get(owner)));

    /// <inheritdoc/>
    public Column<TOwner> RequiredInstant(Field<TOwner, DateTimeOffset> field) =>
        Render(
            field,
            (owner, row) => field.Set(owner, row.Time() ?? default),
            (owner, dialect) => dialect.Time(field.Get(owner)));

    /// <inheritdoc/>
    public Column<TOwner> JsonObject(Field<TOwner, string?> field) =>
        Render(field, (owner, row) => field.Set(owner, row.JsonObject()), (owner, dialect) => dialect.Json(field.Get(owner)));

    /// <inheritdoc/>
    public Column<TOwner> Texts(Field<TOwner, IReadOnlyList<string>> field) =>
        Render(
            field,
            (owner, row) => field.Set(owner, row.List(StoredJson.Strings) ?? []),
            (owner, dialect) => dialect.Json(StoredJson.Text(field.Get(owner))));

    /// <inheritdoc/>
    public Column<TOwner> Details(Field<TOwner, IReadOnlyList<ValidationDetail>?> field) =>
        Render(
            field,
            (owner, row) => field.Set(owner, row.List(StoredJson.Details)),
            (owner, dialect) => dialect.Json(StoredJson.Text(field.Get(owner))));

    private static Column<TOwner> Render<TValue>(Field<TOwner, TValue> field, Action<TOwner, ColumnReader> read) =>
        Render(field, read, (owner, _) => field.Get(owner));

    private static Column<TOwner> Render<TValue>(
        Field<TOwner, TValue> field, Action<TOwner, ColumnReader> read, Func<TOwner, SqlDialect, object?> write) =>
        new(
            field.Property, field.Column, write, read,
            (one, other) => EqualityComparer<TValue>.Default.Equals(field.Get(one), field.Get(other)));
}
