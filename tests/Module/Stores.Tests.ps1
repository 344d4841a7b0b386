# Connecting to stores, copying jobs between them, and repairing jobs.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'The default file' {
    It 'is not created by reading' {
        Get-MarianneJob | Should -BeNullOrEmpty
        Get-MarianneJob x* | Should -BeNullOrEmpty
        Get-MarianneExecution | Should -BeNullOrEmpty
        Repair-MarianneJob
        (Get-MarianneStore).Path | Should -Be ([IO.Path]::GetFullPath("$TestDrive/home/state.db"))
        "$TestDrive/home" | Should -Not -Exist
    }

    It 'is created by the first write, readable only by its owner' {
        $null = New-MarianneJob -Id first -TotalSheets 1
        "$TestDrive/home/state.db" | Should -Exist
        if (-not $IsWindows) {
            (Get-Item "$TestDrive/home/state.db").UnixMode | Should -Be '-rw-------'
        }
    }

    It 'is closed by Disconnect-Marianne, and reopened when it is used' {
        Disconnect-Marianne
        Remove-Item "$TestDrive/home" -Recurse
        Get-MarianneJob | Should -BeNullOrEmpty
        "$TestDrive/home" | Should -Not -Exist
    }
}

Describe 'MARIANNE_HOME' {
    BeforeAll {
        $before = $env:MARIANNE_HOME
    }

    AfterAll {
        $env:MARIANNE_HOME = $before
    }

    It 'is below the home folder if it begins with ~: <_>' -ForEach '~/m', '~' {
        $env:MARIANNE_HOME = $_
        $expected = [IO.Path]::GetFullPath([IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), $_.TrimStart('~', '/')))
        (Get-MarianneStore).Path | Should -Be (Join-Path $expected state.db)
        (Get-MarianneStore).LearningPath | Should -Be (Join-Path $expected global-learning.db)
    }

    It 'must be a full path, because each folder would have a store of its own: <_>' -ForEach 'm', './m', '~other/m' {
        $env:MARIANNE_HOME = $_
        { Get-MarianneJob -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage "*MARIANNE_HOME*'$_'*"
        { Connect-Marianne -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}

Describe 'Connect-Marianne' {
    AfterEach {
        Disconnect-Marianne
    }

    It 'says what is wrong with the path <_> and how to keep jobs in memory' -ForEach "' '", "':memory:'", "':MEMORY:'" {
        $path = $_.Trim("'")
        Push-Location $TestDrive
        try {
            { Connect-Marianne $path } | Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage '*Connect-Marianne -InMemory.*'
            { Connect-Marianne -LiteralPath $path } | Should -Throw -ErrorId 'InvalidParameter,*'
            { Connect-Marianne x.db -LearningPath $path } | Should -Throw -ErrorId 'InvalidParameter,*'
            { Get-MarianneJob -Store $path } | Should -Throw -ExpectedMessage '*Connect-Marianne -InMemory.*'
            Get-ChildItem -Force | Where-Object Name -In $path, x.db | Should -BeNullOrEmpty
        } finally {
            Pop-Location
        }
    }

    It 'creates an SQLite file relative to the current location' {
        Push-Location $TestDrive
        try {
            $store = Connect-Marianne new.db -PassThru
        } finally {
            Pop-Location
        }

        $store.Kind | Should -Be SQLite
        $store.Path | Should -Be ([IO.Path]::GetFullPath("$TestDrive/new.db"))
        $store.IsOpen | Should -BeTrue
        $store.Path | Should -Exist
        Get-MarianneStore | Should -Be $store
    }

    It 'uses a folder for JSON files: <Path>' -ForEach @(@{ Path = 'folder' }, @{ Path = 'made/' }) {
        $null = New-Item "$TestDrive/folder" -ItemType Directory -Force
        (Connect-Marianne "$TestDrive/$Path" -PassThru).Kind | Should -Be JSON
        $null = New-MarianneJob -Id json -TotalSheets 1
        (Get-MarianneJob).Id | Should -Be json
        Get-ChildItem "$TestDrive/$Path" -Filter *.json | Should -Not -BeNullOrEmpty
    }

    It 'treats a path with wildcard characters literally' {
        (Connect-Marianne "$TestDrive/a[1].db" -PassThru).Path | Should -BeLike '*a`[1`].db'
        (Get-Item -LiteralPath "$TestDrive/a[1].db" | Connect-Marianne -PassThru).Path | Should -BeLike '*a`[1`].db'
    }

    It 'creates a separate store in memory each time' {
        Connect-Marianne -InMemory
        $null = New-MarianneJob -Id memory -TotalSheets 1
        (Get-MarianneStore).Kind | Should -Be Memory
        Get-MarianneJob -Store (Connect-Marianne -InMemory -NoDefault) | Should -BeNullOrEmpty
        (Get-MarianneJob).Id | Should -Be memory
    }

    It 'produces no output' {
        Connect-Marianne -InMemory | Should -BeNullOrEmpty
        Disconnect-Marianne | Should -BeNullOrEmpty
    }

    It 'warns that it creates the folder of a mistyped path: <Path>' -ForEach @(
        @{ Path = 'typo-1/jobs.db'; Folder = 'typo-1' }, @{ Path = 'typo-2/more/jobs/'; Folder = 'typo-2/more' }
    ) {
        $store = Connect-Marianne "$TestDrive/$Path" -NoDefault -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "The folder '$(Join-Path $TestDrive $Folder)' did not exist, *-MustExist*"
        Disconnect-Marianne $store

        $store = Connect-Marianne "$TestDrive/$Path" -NoDefault -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty -Because 'the folder exists now'
        Disconnect-Marianne $store
    }

    It 'creates nothing with -WhatIf' {
        Connect-Marianne "$TestDrive/never.db" -WhatIf
        "$TestDrive/never.db" | Should -Not -Exist
        (Get-MarianneStore).Path | Should -BeLike '*state.db'
    }

    It 'does not change the default with -NoDefault' {
        Connect-Marianne -InMemory
        $other = Connect-Marianne "$TestDrive/other.db" -NoDefault
        (Get-MarianneStore).Kind | Should -Be Memory
        $null = New-MarianneJob -Id other -TotalSheets 1 -Store $other
        Get-MarianneJob | Should -BeNullOrEmpty
        (Get-MarianneJob -Store $other).Id | Should -Be other
        Disconnect-Marianne $other
    }

    It 'terminates with <ErrorId>, so that a script does not continue with another store' -ForEach @(
        @{ ErrorId = 'StoreNotFound'; Parameters = @{ Path = 'gone.db'; MustExist = $true } }
        @{ ErrorId = 'InvalidParameter'; Parameters = @{ ConnectionString = 'Server name=x' } }
        @{ ErrorId = 'InvalidParameter'; Parameters = @{ ConnectionString = 'Database=x' } }
        @{ ErrorId = 'StoreFailed'; Parameters = @{ ConnectionString = 'Host=127.0.0.1;Port=1;Database=x' } }
        @{ ErrorId = 'InvalidParameter'; Parameters = @{ Path = 'env:x' } }
        @{ ErrorId = 'NotAStore'; Parameters = @{ Path = 'text.db' } }
    ) {
        Set-Content "$TestDrive/text.db" 'This is no database, but it is long enough to be looked at as one. Really it is.'
        Push-Location $TestDrive
        try {
            { Connect-Marianne @Parameters } | Should -Throw -ErrorId "$ErrorId,*"
        } finally {
            Pop-Location
        }

        "$TestDrive/gone.db" | Should -Not -Exist
        (Get-MarianneStore).Path | Should -BeLike '*state.db'
    }

    It 'names the store that the session keeps when it fails' {
        Connect-Marianne "$TestDrive/keep.db"
        { Connect-Marianne "$TestDrive/text.db" } | Should -Throw '*not connected to it*keep.db*'
        { Connect-Marianne "$TestDrive/text.db" -NoDefault } | Should -Throw '*is not a valid store*yet.'
        (Get-MarianneStore).Path | Should -BeLike '*keep.db'
    }

    It 'fails without an inner exception and without a type of the storage assembly' {
        $failure = { Connect-Marianne "$TestDrive/text.db" } | Should -Throw -PassThru
        $failure.Exception | Should -BeOfType Marianne.MarianneException
        $failure.Exception.InnerException | Should -BeNullOrEmpty
    }
}

Describe 'A store that can only be read' -Skip:$IsWindows {
    BeforeAll {
        $null = New-Item "$TestDrive/only" -ItemType Directory
        Connect-Marianne "$TestDrive/only/read.db"
        $null = New-MarianneJob -Id kept -TotalSheets 2
        Disconnect-Marianne
        $isRoot = (id -u) -eq 0
        if ($isRoot) {
            mount --bind "$TestDrive/only" "$TestDrive/only"
            mount -o 'remount,bind,ro' "$TestDrive/only"
        } else {
            chmod -R a-w "$TestDrive/only"
        }

        $isReadOnly = -not (& { test -w "$TestDrive/only/read.db"; $LASTEXITCODE -eq 0 })
    }

    AfterAll {
        Disconnect-Marianne
        if ($isRoot) { umount -l "$TestDrive/only" } else { chmod -R u+w "$TestDrive/only" }
    }

    It 'is connected to, read and copied from, and not written' {
        if (-not $isReadOnly) {
            Set-ItResult -Skipped -Because 'a folder cannot be made read-only here'
        }

        $store = Connect-Marianne "$TestDrive/only/read.db" -PassThru
        $store.IsReadOnly | Should -BeTrue
        $store | Format-List | Out-String | Should -Match 'IsReadOnly +: True'
        (Get-MarianneJob).Id | Should -Be kept
        { Set-MarianneSheet kept 1 Skipped } | Should -Throw -ErrorId 'StoreReadOnly,*'

        $copy = Connect-Marianne -InMemory -NoDefault
        Get-MarianneJob | Copy-MarianneJob -Destination $copy -Confirm:$false
        (Get-MarianneJob -Store $copy).Id | Should -Be kept
        $copy.IsReadOnly | Should -BeFalse
        Get-ChildItem "$TestDrive/only" | Should -HaveCount 1
    }
}

Describe 'A store that is replaced while it is open' -Skip:$IsWindows {
    AfterEach {
        Disconnect-Marianne
    }

    It 'confirms no change of a file that was removed, although it has only read so far' {
        Connect-Marianne "$TestDrive/removed.db"
        $null = New-MarianneJob -Id old -TotalSheets 1
        Disconnect-Marianne
        Connect-Marianne "$TestDrive/removed.db"
        $null = Get-MarianneJob
        Remove-Item "$TestDrive/removed.db*"

        { New-MarianneJob -Id new -TotalSheets 1 } | Should -Throw -ErrorId 'StoreNotFound,*'
        "$TestDrive/removed.db" | Should -Not -Exist
        Connect-Marianne "$TestDrive/removed.db"
        $null = New-MarianneJob -Id new -TotalSheets 1
        (Get-MarianneJob).Id | Should -Be new
    }

    It 'continues with the new file after it is connected again' {
        Connect-Marianne "$TestDrive/replaced.db"
        $null = New-MarianneJob -Id a -TotalSheets 3
        $backup = Connect-Marianne "$TestDrive/replaced.new" -NoDefault
        $null = New-MarianneJob -Id new -TotalSheets 1 -Store $backup
        Disconnect-Marianne $backup
        Move-Item "$TestDrive/replaced.new" "$TestDrive/replaced.db" -Force
        { Set-MarianneSheet a 1 Skipped } | Should -Throw -ErrorId 'StoreReplaced,*'
        { Get-MarianneJob } | Should -Throw -ErrorId 'StoreReplaced,*'
        Remove-Item "$TestDrive/replaced.db-*"

        Connect-Marianne "$TestDrive/replaced.db"
        (Get-MarianneJob).Id | Should -Be new
    }
}

Describe 'Disconnect-Marianne' {
    It 'closes the file, so that it can be deleted' {
        Connect-Marianne "$TestDrive/delete.db"
        $null = New-MarianneJob -Id delete -TotalSheets 1
        Disconnect-Marianne
        Get-ChildItem $TestDrive -Filter delete.db-* | Should -BeNullOrEmpty
        Remove-Item "$TestDrive/delete.db"
        (Get-MarianneStore).Path | Should -BeLike '*state.db'
    }

    It 'accepts the path of a store, relative to the current location' {
        Connect-Marianne "$TestDrive/path.db"
        $kept = Connect-Marianne "$TestDrive/kept.db" -NoDefault
        Push-Location $TestDrive
        try {
            Disconnect-Marianne path.db
            $kept.IsOpen | Should -BeTrue
            Get-Item kept.db | Disconnect-Marianne
        } finally {
            Pop-Location
        }

        $kept.IsOpen | Should -BeFalse
        (Get-MarianneStore).Path | Should -BeLike '*state.db'
    }

    It 'reports a path that the session is not connected to' {
        { Disconnect-Marianne "$TestDrive/other.db" } |
            Should -Throw -ErrorId '*,Marianne.Commands.DisconnectMarianneCommand' -ExpectedMessage '*not connected to a store at*other.db*'
    }

    It 'leaves a store that reports that it is closed' {
        $store = Connect-Marianne -InMemory -NoDefault
        $store | Disconnect-Marianne
        $store | Disconnect-Marianne
        $store.IsOpen | Should -BeFalse
        { Get-MarianneJob -Store $store } | Should -Throw -ErrorId 'StoreClosed,*'
    }

    It 'is not necessary for stores that nothing refers to any more' -Skip:(-not $IsLinux) {
        function Measure-OpenFile {
            1..3 | ForEach-Object { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
            @(Get-ChildItem /proc/self/fd -ErrorAction Ignore | Where-Object Target -Like "$TestDrive/forgotten*").Count
        }

        $kept = Connect-Marianne "$TestDrive/forgotten-kept.db" -NoDefault
        & {
            foreach ($number in 1..30) {
                $null = New-MarianneJob -Id x -TotalSheets 1 -Store (Connect-Marianne "$TestDrive/forgotten-$number.db" -NoDefault)
            }
        }

        $null = New-MarianneJob -Id kept -TotalSheets 1 -Store $kept
        $open = Measure-OpenFile
        $open | Should -BeGreaterThan 0
        $open | Should -BeLessOrEqual 12
        (Get-MarianneJob -Store $kept).Id | Should -Be kept
        Disconnect-Marianne $kept
    }

    It 'leaves the file open for other connections' {
        $first = Connect-Marianne "$TestDrive/shared.db" -NoDefault
        $second = Connect-Marianne "$TestDrive/shared.db" -NoDefault
        $first | Disconnect-Marianne
        $null = New-MarianneJob -Id shared -TotalSheets 1 -Store $second
        (Get-MarianneJob -Store $second).Id | Should -Be shared
        $second | Disconnect-Marianne
        Get-ChildItem $TestDrive -Filter shared.db-* | Should -BeNullOrEmpty
    }
}

Describe 'Copy-MarianneJob' {
    BeforeAll {
        $source = Connect-Marianne "$TestDrive/source.db" -NoDefault
        $target = Connect-Marianne -InMemory -NoDefault
        $null = New-MarianneJob -Id copy -Name 'The copy' -TotalSheets 3 -Config @{ a = 1 } -Store $source
        $null = New-MarianneJob -Id copy2 -TotalSheets 1 -Store $source
        Set-MarianneSheet copy 1 Failed -ErrorMessage 'why' -Store $source
        1..250 | ForEach-Object { Add-MarianneExecution copy 1 -AttemptNumber $_ -Output "output $_" -Store $source }
    }

    AfterAll {
        $source, $target | Disconnect-Marianne
    }

    It 'copies a job with its sheets, times and recorded attempts' {
        Get-MarianneJob copy -Store $source | Copy-MarianneJob -Destination $target -Store $source
        $from = Get-MarianneJob copy -Store $source
        $to = Get-MarianneJob copy -Store $target
        foreach ($property in 'Name', 'Status', 'CreatedAt', 'UpdatedAt', 'ConfigHash') {
            $to.$property | Should -Be $from.$property -Because $property
        }

        $to.ConfigSnapshot.a | Should -Be 1
        $to.Sheets[0].ErrorMessage | Should -Be why
        $expected = (Get-MarianneExecution copy -Store $source).Output
        (Get-MarianneExecution copy -Store $target).Output | Should -Be $expected
    }

    It 'replaces a job only with -Force' {
        'copy', 'copy2' | Copy-MarianneJob -Destination $target -Store $source -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobExists,*'
        (Get-MarianneJob copy2 -Store $target).Id | Should -Be copy2
        (Get-MarianneExecution copy -Store $target).Count | Should -Be 250

        Copy-MarianneJob copy $target -Force -Store $source
        (Get-MarianneExecution copy -Store $target).Count | Should -Be 250
    }

    It 'rejects the store that contains the job' {
        $same = Connect-Marianne "$TestDrive/source.db" -NoDefault
        Copy-MarianneJob copy $same -Force -Store $source -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        (Get-MarianneExecution copy -Store $source).Count | Should -Be 250
        Disconnect-Marianne $same
    }

    It 'copies nothing with -WhatIf, and reports a job that does not exist' {
        $empty = Connect-Marianne -InMemory -NoDefault
        Copy-MarianneJob copy $empty -WhatIf -Store $source
        Copy-MarianneJob gone $empty -Store $source -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        Get-MarianneJob -Store $empty | Should -BeNullOrEmpty
    }
}

Describe 'A damaged store' {
    BeforeAll {
        # Overwrite the first page of the table of jobs that contains a job.
        Connect-Marianne "$TestDrive/damaged.db"
        1..30 | ForEach-Object { $null = New-MarianneJob -Id "job$_" -TotalSheets 2 -Description ('d' * 600) }
        Disconnect-Marianne
        $bytes = [IO.File]::ReadAllBytes("$TestDrive/damaged.db")
        $start = 4096
        while ($bytes[$start] -ne 13 -or [Text.Encoding]::Latin1.GetString($bytes, $start, 4096) -notmatch 'job\d+job\d+d{9}') {
            $start += 4096
        }
        0..4095 | ForEach-Object { $bytes[$start + $_] = 0xA5 }
        [IO.File]::WriteAllBytes("$TestDrive/damaged.db", $bytes)
    }

    BeforeEach {
        Connect-Marianne "$TestDrive/damaged.db"
    }

    AfterEach {
        Disconnect-Marianne
    }

    It 'is listed and copied as far as it can be read, with an error for each damaged job' {
        $copy = Connect-Marianne -InMemory -NoDefault
        Get-MarianneJob -ErrorAction SilentlyContinue -ErrorVariable failure | Copy-MarianneJob -Destination $copy -Confirm:$false
        $copied = @(Get-MarianneJob -Store $copy)
        $copied.Count | Should -BeGreaterThan 20
        $failure.Count + $copied.Count | Should -Be 30
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'StoreCorrupt,*'
        $failure[0].TargetObject | Should -BeLike 'job*'
        "$($failure[0])" | Should -BeLike '*Repair-MarianneStore*'
    }

    It 'does not end the cmdlets that read or copy several jobs' {
        $copy = Connect-Marianne -InMemory -NoDefault
        1..30 | ForEach-Object { "job$_" } |
            Copy-MarianneJob -Destination $copy -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | ForEach-Object { $_.FullyQualifiedErrorId } | Should -BeLike 'StoreCorrupt,*'
        @(Get-MarianneJob -Store $copy).Count + $failure.Count | Should -Be 30
        (1..30 | ForEach-Object { "job$_" } | Get-MarianneSheet -ErrorAction SilentlyContinue).Count | Should -BeGreaterThan 40
    }

    It 'is checked by Repair-MarianneStore, which changes nothing' {
        $report = Repair-MarianneStore
        $report.IsIntact | Should -BeFalse
        $report.Readable | Should -BeLessThan 30
        $report.Damages[0].Where | Should -BeLike "job 'job*'"
        $report | Out-String -Width 80 | Should -Match 'IsIntact +: False'
        $report.Damages | Out-String -Width 80 | Should -Match 'Problem'
        (Get-Item "$TestDrive/damaged.db" | Repair-MarianneStore).Readable | Should -Be $report.Readable
        (Repair-MarianneStore -Store (Get-MarianneStore)).Path | Should -Be (Get-MarianneStore).Path
        [IO.File]::ReadAllBytes("$TestDrive/damaged.db") | Should -HaveCount $bytes.Length
    }

    It 'is copied by Repair-MarianneStore to <Name>' -ForEach @{ Name = 'repaired.db' }, @{ Name = 'repaired/' } {
        Repair-MarianneStore "$TestDrive/damaged.db" "$TestDrive/$Name" -WhatIf
        "$TestDrive/$Name" | Should -Not -Exist
        $report = Repair-MarianneStore "$TestDrive/damaged.db" -Destination "$TestDrive/$Name"
        $report.Copied | Should -Be (30 - @($report.Lost | Where-Object Where -Like "job 'job*'").Count)
        @(Get-MarianneJob -Store "$TestDrive/$Name").Count | Should -Be $report.Copied
        { Repair-MarianneStore "$TestDrive/damaged.db" "$TestDrive/$Name" -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'is reported if it is not a store, does not exist or is in memory' {
        { Repair-MarianneStore "$TestDrive/none.db" -ErrorAction Stop } | Should -Throw -ErrorId 'StoreNotFound,*'
        Set-Content "$TestDrive/letter.db" ('This is a letter to my mother. ' * 100)
        { Repair-MarianneStore "$TestDrive/letter.db" -ErrorAction Stop } | Should -Throw -ErrorId 'NotAStore,*'
        { Connect-Marianne -InMemory -NoDefault | Repair-MarianneStore -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter,*'
    }
}

Describe 'The warnings of a store' {
    It 'are not lost when the first one ends a command' {
        $type = [Marianne.Commands.MarianneCmdlet].Assembly.GetType('Marianne.Commands.StoreWarnings')
        'one', 'two', 'one', 'three' | ForEach-Object { $type.GetMethod('Add').Invoke($null, [object[]] @([string] $_)) }

        { Get-MarianneJob none* -WarningAction Stop } | Should -Throw '*one*'
        Get-MarianneJob none* -WarningVariable warnings -WarningAction SilentlyContinue

        $warnings.Message | Should -Be two, one, three
    }
}

Describe 'Repair-MarianneJob' {
    BeforeAll {
        # Start a sheet in a process that ends.
        $start = "Import-Module '$root/Marianne.psd1'; Connect-Marianne '$TestDrive/zombie.db'
            1..2 | ForEach-Object { `$null = New-MarianneJob -Id zombie`$_ -TotalSheets 2; Set-MarianneSheet zombie`$_ 1 InProgress }"
        pwsh -NoProfile -Command $start
        Connect-Marianne "$TestDrive/zombie.db"
        $null = New-MarianneJob -Id alive -TotalSheets 2
        Set-MarianneSheet alive 1 InProgress
    }

    AfterAll {
        Disconnect-Marianne
    }

    It 'is necessary for a zombie, because reading does not change it' {
        (Get-MarianneJob zombie1).IsZombie | Should -BeTrue
        (Get-MarianneJob zombie1).Status | Should -Be Running
        Get-MarianneJob zombie1 | Out-String | Should -BeLike '*Running (zombie)*'
    }

    It 'recovers the specified jobs and writes a warning' {
        $job = Repair-MarianneJob zombie1 -PassThru -WarningVariable warning -WarningAction SilentlyContinue
        $job.Status | Should -Be Paused
        $job.Pid | Should -BeNullOrEmpty
        $job.ErrorMessage | Should -BeLike '*recovered*'
        "$warning" | Should -BeLike "*'zombie1' was recovered*"
    }

    It 'recovers all zombies by default, and no other job' {
        Repair-MarianneJob -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @($warning).Count | Should -Be 1
        (Get-MarianneJob zombie2).Status | Should -Be Paused
        (Get-MarianneJob alive).Status | Should -Be Running
    }

    It 'repairs what is piped to it: <Name>' -ForEach @(
        @{ Name = 'a job'; Source = { Get-MarianneJob alive } }
        @{ Name = 'an id'; Source = { 'alive' } }
        @{ Name = 'a sheet'; Source = { Get-MarianneSheet alive 1 } }
        @{ Name = 'a row'; Source = { [pscustomobject]@{ Id = 'alive'; TotalSheets = 2; Name = 'n'; Workspace = 'w' } } }
    ) {
        (& $Source | Repair-MarianneJob -PassThru).Id | Should -Be alive
        & $Source | Repair-MarianneJob -Verbose 4>&1 | Should -BeLike "*'alive' needs no repair: it is Running*"
    }

    It 'makes good a missing history and missing outcomes, once' {
        $job = Invoke-MarianneJob -Name whole -Sheet { 'done' }
        $null = New-Item "$TestDrive/empty-home" -ItemType Directory
        $store = Connect-Marianne "$TestDrive/zombie.db" -LearningPath "$TestDrive/empty-home/learning.db" -NoDefault
        Repair-MarianneJob -Detailed -Store $store | Should -BeNullOrEmpty

        $planned = Repair-MarianneJob $job.Id -Store $store -WhatIf 6>&1
        $result = Repair-MarianneJob $job.Id -Store $store -Detailed -WarningVariable warning -WarningAction Ignore
        Repair-MarianneJob $job.Id -Store $store -Detailed | Should -BeNullOrEmpty

        $planned | Should -BeNullOrEmpty # The host writes it.
        $result | Select-Object JobId, Status, RecoveredFrom, HistoryAttached, OutcomesRecorded | ConvertTo-Json -Compress |
            Should -Be "{`"JobId`":`"$($job.Id)`",`"Status`":`"Completed`",`"RecoveredFrom`":null,`"HistoryAttached`":false,`"OutcomesRecorded`":1}"
        "$warning" | Should -Be "Missing outcomes of the job '$($job.Id)' were recorded: 1."
        ($result | Out-String).Trim().Split("`n")[0] | Should -BeLike 'JobId*Status*Recovered*History*Outcomes*'
        @(Get-LearnedOutcome -Store $store).Count | Should -Be 1
    }

    It 'asks for no workspace, and needs an id to rebuild a job' {
        Repair-MarianneJob -Workspace $TestDrive -TotalSheets 1 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        $failure[0].Exception.Message | Should -Be 'The lost job needs an id. Specify -Id.'
    }

    It 'reports a job that does not exist, and continues' {
        $jobs = Repair-MarianneJob gone, alive -PassThru -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $jobs.Id | Should -Be alive
    }

    It 'rebuilds a lost job from its artifacts' {
        $null = New-Item "$TestDrive/out" -ItemType Directory
        'sheet1-report.md', 'sheet3-report.md', 'notes.md' | ForEach-Object { Set-Content "$TestDrive/out/$_" x }
        $rebuild = @{ Workspace = "$TestDrive/out"; ArtifactPattern = 'sheet*-report.md'; TotalSheets = 5 }

        $job = Repair-MarianneJob lost @rebuild -PassThru
        $job.Status | Should -Be Paused
        (Get-MarianneSheet lost -Next).Number | Should -Be 4

        Repair-MarianneJob lost @rebuild -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JobExists,*'

        Set-MarianneSheet lost 5 Failed
        Repair-MarianneJob lost @rebuild -Force
        (Get-MarianneSheet lost 5).Status | Should -Be Pending
    }

    It 'fails without matching artifacts: <Pattern> of <TotalSheets>' -ForEach @(
        @{ Pattern = '*.txt'; TotalSheets = 5; ErrorId = 'ArtifactsNotFound' }
        @{ Pattern = 'Sheet*'; TotalSheets = 5; ErrorId = 'ArtifactsNotFound' }
        @{ Pattern = 'sheet*'; TotalSheets = 2; ErrorId = 'SheetOutOfRange' }
        @{ Pattern = 'sheet*'; TotalSheets = 0; ErrorId = 'SheetOutOfRange' }
    ) {
        Repair-MarianneJob none -Workspace "$TestDrive/out" -ArtifactPattern $Pattern -TotalSheets $TotalSheets -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        Get-MarianneJob none* | Should -BeNullOrEmpty
    }
}
