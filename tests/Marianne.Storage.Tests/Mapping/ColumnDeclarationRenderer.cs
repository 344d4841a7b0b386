using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Tests.Mapping;

/// <summary>The declaration of a column: its name, its SQL type and whether it rejects NULL.</summary>
internal sealed record ColumnDeclaration(string Name, string Type, bool IsRequired);

/// <summary>Renders stored properties as column declarations of the shared schema.</summary>
internal sealed class ColumnDeclarationRenderer<TOwner> : IFieldRenderer<TOwner, ColumnDeclaration>
{
    public ColumnDeclaration Text(Field<TOwner, string?> field) => new(field.Column, "TEXT", false);

    public ColumnDeclaration RequiredText(Field<TOwner, string> field) => new(field.Column, "TEXT", true);

    public ColumnDeclaration Word(Field<TOwner, string?> field, IReadOnlyList<string> words) => new(field.Column, "TEXT", false);

    public ColumnDeclaration Status<TStatus>(Field<TOwner, TStatus> field, TStatus unknown)
        where TStatus : struct, Enum => new(field.Column, "TEXT", true);

    public ColumnDeclaration Integer(Field<TOwner, int?> field) => new(field.Column, "INTEGER", false);

    public ColumnDeclaration Count(Field<TOwner, int> field) => new(field.Column, "INTEGER", true);

    public ColumnDeclaration Real(Field<TOwner, double?> field, double maximum) => new(field.Column, "REAL", false);

    public ColumnDeclaration Seconds(Field<TOwner, double?> field) => new(field.Column, "REAL", false);

    public ColumnDeclaration Boolean(Field<TOwner, bool?> field) => new(field.Column, "INTEGER", false);

    public ColumnDeclaration Flag(Field<TOwner, bool> field) => new(field.Column, "INTEGER", true);

    public ColumnDeclaration Instant(Field<TOwner, DateTimeOffset?> field) => new(field.Column, "TEXT", false);

    public ColumnDeclaration RequiredInstant(Field<TOwner, DateTimeOffset> field) => new(field.Column, "TEXT", true);

    public ColumnDeclaration JsonObject(Field<TOwner, string?> field) => new(field.Column, "TEXT", false);

    // The shared schema lets a list be NULL, which reads as an empty one.
    public ColumnDeclaration Texts(Field<TOwner, IReadOnlyList<string>> field) => new(field.Column, "TEXT", false);

    public ColumnDeclaration Details(Field<TOwner, IReadOnlyList<ValidationDetail>?> field) => new(field.Column, "TEXT", false);
}
