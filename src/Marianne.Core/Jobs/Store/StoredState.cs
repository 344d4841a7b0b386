#pragma warning disable CA1708 // The rule takes the extension blocks of different types for members of one name.

namespace Marianne.Jobs;

/// <summary>
/// What only a store reads and sets of the jobs and sheets that it keeps: which of them changed since they were loaded,
/// the values that it could not read, and the properties that only a store or a transition sets.
/// </summary>
public static class StoredState
{
    extension(Job job)
    {
        /// <summary>Indicates whether the job was loaded from a store or saved to one.</summary>
        public bool IsStored => job.IsStored;

        /// <summary>Indicates whether the configuration is a score whose sheets can have items.</summary>
        public bool HasItems => job.HasItems;

        /// <summary>Indicates whether the tags were set since the job was loaded or saved.</summary>
        public bool HasChangedTags => job.HasChangedTags;

        /// <summary>Determines whether the job has a sheet with a number that was read from a store.</summary>
        /// <param name="number">The number.</param>
        public bool HasSheet(int number) => number >= 1 && number <= job.TotalSheets;

        /// <summary>Returns a copy that shares the list of sheets.</summary>
        public Job CopyHeader() => job.CopyHeader();

        /// <summary>Returns a copy whose own list has the same sheets. A sheet must be copied before it is changed.</summary>
        public Job CopyWithSheets() => job.CopyWithSheets();

        /// <summary>Returns a copy without the sheets.</summary>
        public Job CopyWithoutSheets() => job.CopyWithoutSheets();

        /// <summary>Marks the job and its sheets as unchanged: the store has exactly this version.</summary>
        /// <param name="updatedAt">The time at which this version was saved.</param>
        public void AcceptAll(DateTimeOffset updatedAt) => job.AcceptAll(updatedAt);

        /// <summary>Sets the process that runs the job.</summary>
        public void SetRunner(RunnerProcess? runner) => job.Runner = runner;

        /// <summary>Sets whether the job is Running although its runner process is dead.</summary>
        public void SetZombie(bool isZombie) => job.IsZombie = isZombie;

        /// <summary>Sets what the job was forked from, and the id of its run.</summary>
        public void SetOrigin(string? forkedFrom, string? runId) => (job.ForkedFrom, job.RunId) = (forkedFrom, runId);

        /// <summary>Sets the time at which the job was created.</summary>
        public void SetCreatedAt(DateTimeOffset time) => job.CreatedAt = time;

        /// <summary>Sets the time at which the job was last saved.</summary>
        public void SetUpdatedAt(DateTimeOffset time) => job.UpdatedAt = time;
    }

    extension(SheetList sheets)
    {
        /// <summary>The sheets that were loaded from a store or accessed, in no order.</summary>
        public IEnumerable<Sheet> Known => sheets.Known;

        /// <summary>The sheets that changed since the job was loaded or saved, in no order.</summary>
        public IEnumerable<Sheet> Changed => sheets.Changed;

        /// <summary>Returns the sheet with a number, or <c>null</c> if it was neither loaded nor accessed.</summary>
        public Sheet? Find(int number) => sheets.Find(number);

        /// <summary>Returns a sheet as it is before a store has it. It does not belong to the list.</summary>
        public Sheet Unstored(int number) => sheets.Unstored(number);

        /// <summary>Adds a sheet, or replaces the one with the same number.</summary>
        public void Put(Sheet sheet) => sheets.Put(sheet);
    }

    extension(Sheet sheet)
    {
        /// <summary>The duration of the last attempt in seconds, as stores keep it.</summary>
        public double? ExecutionSeconds
        {
            get => sheet.ExecutionSeconds;
            set => sheet.ExecutionSeconds = value;
        }

        /// <summary>Indicates whether the sheet has measures that a store has to keep.</summary>
        public bool HasMeasures => sheet.HasMeasures;

        /// <summary>Indicates whether the store has measures of the sheet, as of the last load or save.</summary>
        public bool HadMeasures => sheet.HadMeasures;

        /// <summary>Indicates whether the measures, or the attempt to which they belong, changed since the last load or save.</summary>
        public bool MeasuresChanged => sheet.MeasuresChanged;

        /// <summary>Indicates whether the status changed since the last load or save.</summary>
        public bool StatusChanged => sheet.StatusChanged;

        /// <summary>The item that the sheet works on; <c>null</c> if there is none.</summary>
        public SheetItem? Item => sheet.Item;

        /// <summary>Indicates whether the item changed since the last load or save.</summary>
        public bool ItemChanged => sheet.ItemChanged;

        /// <summary>Sets the item. This is not a change of the sheet itself.</summary>
        /// <param name="item">The item.</param>
        public void SetItem(SheetItem item) => sheet.SetItem(item);

        /// <summary>Sets the item as the store has it.</summary>
        /// <param name="item">The item.</param>
        public void LoadItem(SheetItem item) => sheet.LoadItem(item);

        /// <summary>Marks the sheet as changed, so that the next save writes it.</summary>
        public void MarkChanged() => sheet.MarkChanged();

        /// <summary>Marks the sheet as unchanged.</summary>
        public void AcceptChanges() => sheet.AcceptChanges();
    }

    extension(StoredObject stored)
    {
        /// <summary>Records a stored value that could not be read, so that a save leaves it unchanged.</summary>
        /// <param name="property">The name of the property.</param>
        /// <param name="value">The value.</param>
        public void SetUnreadable(string property, UnreadableValue value) => stored.SetUnreadable(property, value);
    }
}
