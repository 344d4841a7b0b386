using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Json;

/// <summary>The keys of a job's file that correspond to properties. The others belong to other implementations.</summary>
internal static class JsonLayout
{
    /// <summary>The key of a sheet's number. The key under which the sheet is stored is its number as well.</summary>
    public const string SheetNumber = "sheet_num";

    /// <summary>The key with the sheets of a job.</summary>
    public static SheetsField Sheets { get; } = new();

    /// <summary>The keys of a job.</summary>
    public static JsonFields<Job> Job { get; } = new(
        "BlankJob.json",
        [
            Identity<Job, string>(nameof(Jobs.Job.Id), "job_id", JsonKinds.RequiredText, job => job.Id),
            .. JobFields.Render(new JsonFieldRenderer<Job>()),
            Sheets,
        ]);

    /// <summary>The keys of a sheet.</summary>
    public static JsonFields<Sheet> Sheet { get; } = new(
        "BlankSheet.json",
        [
            Identity<Sheet, int>(nameof(Jobs.Sheet.Number), SheetNumber, JsonKinds.Count, sheet => sheet.Number),
            .. SheetFields.Render(new JsonFieldRenderer<Sheet>()),
        ]);

    /// <summary>A key whose value the object got when it was created.</summary>
    private static JsonField<TOwner, TValue> Identity<TOwner, TValue>(
        string property, string key, JsonKind<TValue> kind, Func<TOwner, TValue> get)
        where TOwner : StoredObject => new(new(property, key, get, (_, _) => { }), kind);
}
