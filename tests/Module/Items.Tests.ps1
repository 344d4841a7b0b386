# Jobs with items: a script block that runs once for each input of a pipeline, and after a crash only for what is left.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"

    # Runs each test in a folder of its own, which is the workspace.
    function Enter-Folder {
        Push-Location (New-Item "$TestDrive/$(New-Guid)" -ItemType Directory)
    }

    function Get-Log {
        if (Test-Path log.txt) { Get-Content log.txt | Sort-Object }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Invoke-MarianneJob -ForEach' {
    BeforeEach { Enter-Folder }
    AfterEach { Pop-Location }

    It 'runs the block once for each item, with $_, $Item and $Sheet' {
        $job = 'b', 'a' | Invoke-MarianneJob -Name each -ForEach { "$_ $($Item.Key) $($Item.Value) $($Sheet.ItemKey) $($Job.Name)" > "$_.txt" }
        $job.Status | Should -Be Completed
        $job.TotalSheets | Should -Be 2
        Get-Content a.txt, b.txt | Should -Be 'a a a a each', 'b b b b each'
        ($job | Get-MarianneSheet).Name | Should -Be b, a
        ($job | Get-MarianneSheet).ItemKey | Should -Be b, a
        ($job.Sheets | Get-Text) | Should -Match '(?m)^ +1 b +Completed'
    }

    It 'runs the same line again only for what is new or failed, in whatever order' {
        $line = { $args | Invoke-MarianneJob -Name again -ThrottleLimit 1 -ForEach { Add-Content log.txt $_; if ($_ -eq 3 -and -not (Test-Path ok)) { throw 'bad' } } -ErrorAction Ignore }
        $first = & $line 1 2 3
        $first.Status | Should -Be Failed
        Get-Log | Should -Be 1, 2, 3

        $null = New-Item ok
        $second = & $line 4 3 2 1
        $second.Id | Should -Be $first.Id
        $second.Status | Should -Be Completed
        Get-Log | Should -Be 1, 2, 3, 3, 4

        $third = & $line 5 3 4 2 # Item 1 is gone, and keeps its result.
        $third.Id | Should -Be $first.Id
        Get-Log | Should -Be 1, 2, 3, 3, 4, 5
        $third.Sheets.Status | Should -Be (@('Completed') * 5)
    }

    It 'says with -Verbose how the items have changed' {
        $line = { $args | Invoke-MarianneJob -Name said -ForEach { } -Verbose 4>&1 | Out-String -Width 300 }
        & $line 1 2 | Should -Not -Match 'no longer'
        & $line 2 3 4 5 | Should -Match '2 of 5 sheets are done\. There are 3 new items, 1 no longer in the source\.'
    }

    It 'keeps <Name> as what it is' -ForEach @(
        @{ Name = 'a text'; Value = '"; touch pwned #' }
        @{ Name = 'a text with lines'; Value = "a`n`$(touch pwned)`n" }
        @{ Name = 'a number'; Value = 42 }
        @{ Name = 'a long'; Value = 42L }
        @{ Name = 'a real number'; Value = 2.5 }
        @{ Name = 'a decimal'; Value = 2.50d }
        @{ Name = 'a date'; Value = [datetime]::SpecifyKind([datetime] '2026-01-02T03:04:05', 'Utc') }
        @{ Name = 'a time span'; Value = [timespan] '01:02:03' }
        @{ Name = 'a guid'; Value = [guid] '9c6e6a3c-8a1c-4b7c-8f3e-3a4b5c6d7e8f' }
        @{ Name = 'a version'; Value = [version] '1.2.3' }
        @{ Name = 'true'; Value = $true }
    ) {
        $result, $job = , $Value | Invoke-MarianneJob -Name values -PassThru -ForEach {
            "$($_.GetType().FullName) $_" | Set-Content type.txt -NoNewline
        }
        $job.Status | Should -Be Completed
        Get-Content type.txt -Raw | Should -BeExactly "$($Value.GetType().FullName) $Value"
        $result.Item | Should -BeExactly $Value
        $result.Item.GetType() | Should -Be $Value.GetType()
        'pwned' | Should -Not -Exist
    }

    It 'keeps objects, tables and files as what they are' {
        Set-Content one.txt 1
        $null = New-Item folder -ItemType Directory
        $inputs = @(
            [pscustomobject] @{ Id = 7; Size = 2.5; Tags = 'a', 'b'; Inner = [pscustomobject] @{ At = [datetime] '2026-01-02' } }
            [ordered] @{ Name = 'table'; Count = 3L }
            Get-Item one.txt
            Get-Item folder
        )
        $results = $inputs | Invoke-MarianneJob -Name kinds -PassThru -ThrottleLimit 1 -ForEach {
            $_.GetType().Name
            if ($_ -is [IO.FileInfo]) { Get-Content $_ | Set-Content copy.txt }
            if ($Item.Key -eq '7') { "$($_.Size) $($_.Tags.Count) $($_.Inner.At.Year)" | Set-Content object.txt }
        } | Select-Object -SkipLast 1
        Get-Content object.txt | Should -Be '2.5 2 2026'
        Get-Content copy.txt | Should -Be 1
        $results.Key | Should -Be 7, table, (Join-Path $PWD one.txt), (Join-Path $PWD folder)
        $results[1].Item.Count | Should -Be 3
        $results[2].Item | Should -BeOfType IO.FileInfo
        $results[3].Item | Should -BeOfType IO.DirectoryInfo
    }

    It 'keeps another live object as its key, with one warning for its type' {
        $process = Get-Process -Id $PID
        $result, $null = $process | Invoke-MarianneJob -Name live -PassThru -ForEach { "$_" > item.txt } -WarningVariable warnings -WarningAction Ignore
        $result.Item | Should -Be "$PID"
        Get-Content item.txt | Should -Be "$PID"
        "$warnings" | Should -BeLike '*System.Diagnostics.Process does not survive this session*'
    }

    It 'uses the key of -Key, and the hash of a long one' {
        $long = 'k' * 201
        $null = [pscustomobject] @{ Number = 1; Text = 'x' }, [pscustomobject] @{ Number = 2; Text = $long } |
            Invoke-MarianneJob -Name keys -ForEach { } -Key { $_.Text }
        $keys = (Get-MarianneJob -Name keys | Get-MarianneSheet).ItemKey
        $keys[0] | Should -Be x
        $keys[1] | Should -Match '^[0-9a-f]{64}$'
        (Get-MarianneJob -Name keys | Get-MarianneSheet | Get-Line | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
    }

    It 'refuses <Name>, and creates nothing' -ForEach @(
        @{ Name = 'equal keys'; Script = { 'a', 'b', 'a' | Invoke-MarianneJob -Name bad -ForEach { } }; Message = "Items 1 and 3 have the same key, 'a',*-Key*" }
        @{ Name = 'null'; Script = { 'a', $null | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 2 is $null.*' }
        @{ Name = 'an empty text'; Script = { '' | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 1 is an empty text*' }
        @{ Name = 'an empty key'; Script = { 1 | Invoke-MarianneJob -Name bad -ForEach { } -Key { '' } }; Message = 'Item 1 has an empty key.*' }
        @{ Name = 'a key of 10 KB'; Script = { 1 | Invoke-MarianneJob -Name bad -ForEach { } -Key { 'x' * 10240 } }; Message = 'Item 1 has a key of 10240 characters*' }
        @{ Name = 'several keys'; Script = { 1 | Invoke-MarianneJob -Name bad -ForEach { } -Key { 1, 2 } }; Message = 'Item 1 has no key: -Key must return one*' }
        @{ Name = 'an object without a key'; Script = { [pscustomobject] @{ a = 1 } | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 1 has no key*-Key { $_.Number }*' }
        @{ Name = 'an object that contains itself'; Script = { $o = [pscustomobject] @{ Id = 1; Self = $null }; $o.Self = $o; $o | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 1 cannot be kept*contains itself*' }
        @{ Name = 'a password'; Script = { [pscustomobject] @{ Id = 1; P = [securestring]::new() } | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 1 contains a secret*' }
        @{ Name = 'a huge item'; Script = { [pscustomobject] @{ Id = 1; Text = 'x' * 1000001 } | Invoke-MarianneJob -Name bad -ForEach { } }; Message = 'Item 1 has * bytes as JSON*' }
    ) {
        $ErrorActionPreference = 'SilentlyContinue'
        & $Script | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -Be 'InvalidItem,Marianne.Commands.InvokeMarianneJobCommand'
        $Error[0].Exception.Message | Should -BeLike $Message
        Get-MarianneJob -Name bad -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'fails an item whose output refers to itself twice, because it has no end' {
        $failed = 1 | Invoke-MarianneJob -Name endless -ErrorAction Ignore -ForEach {
            $endless = [pscustomobject] @{ A = $null; B = $null }
            $endless.A = $endless.B = $endless
            $endless
        }
        $failed.Status | Should -Be Failed
        (Get-MarianneSheet $failed.Id 1).ErrorMessage | Should -BeLike '*The block wrote more than*'
    }

    It 'refuses more than 20 items at the same time' {
        { 1 | Invoke-MarianneJob -Name bad -ForEach { } -ThrottleLimit 21 -ErrorAction Stop } | Should -Throw '*at most 20 items*'
    }

    It 'runs nothing and warns if there are no items' {
        @() | Invoke-MarianneJob -Name none -ForEach { } -WarningVariable warnings -WarningAction Ignore | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "There are no items*'none'*"
    }

    It 'passes the results of all items in order to -Reduce, again if there are others' {
        $line = { $args | Invoke-MarianneJob -Name sums -ForEach { } -Reduce { "$($Items.Count): $(($Items | ForEach-Object Item) -join ' ') $($Items[0].Status)" >> sums.txt } }
        $null = & $line 3 1 2
        $null = & $line 2 1 3
        $job = & $line 2 4
        Get-Content sums.txt | Should -Be '3: 3 1 2 Completed', '2: 2 4 Completed'
        $job.Status | Should -Be Completed
        ($job | Get-MarianneSheet)[-1].Name | Should -Be reduce
    }

    It 'writes the results as items end, then the job; and events with -Event' {
        $written = @(1, 2 | Invoke-MarianneJob -Name pass -ForEach { if ($_ -eq 2) { throw 'bad' } } -PassThru -ErrorAction Ignore)
        $written | Should -HaveCount 3
        $written[0..1] | Should -BeOfType Marianne.Running.ItemResult
        $written[2] | Should -BeOfType Marianne.Jobs.Job
        $failed = $written | Where-Object Key -EQ 2
        $failed.Status | Should -Be Failed
        $failed.ErrorMessage | Should -BeLike 'bad*'
        $failed.Duration | Should -BeOfType timespan
        ($written[0..1] | Get-Text) | Should -Match 'Key +Status +Duration Output'
        $events = @(1 | Invoke-MarianneJob -Name events -ForEach { } -Event)
        $events[0..($events.Count - 2)] | Should -BeOfType Marianne.Running.JobEvent
        ($events | Where-Object Kind -EQ SheetCompleted).SheetName | Should -Be 1
    }

    It 'keeps what the block writes as the output of the item: <Name>' -ForEach @(
        @{ Name = 'nothing'; Script = { }; Output = $null }
        @{ Name = 'a number'; Script = { $_ * 10 }; Output = 10 }
        @{ Name = 'a text'; Script = { "item $_" }; Output = 'item 1' }
        @{ Name = 'several objects'; Script = { 1, 'two', $true }; Output = 1, 'two', $true }
        @{ Name = 'the output of a program'; Script = { sh -c 'echo a; echo b' }; Output = 'a', 'b' }
        @{ Name = 'no other stream'; Script = { Write-Warning w; Write-Information i -InformationAction Continue; Write-Verbose v -Verbose; 'only this' }; Output = 'only this' }
        @{ Name = 'the path of a file'; Script = { New-Item x.txt | ForEach-Object { $_ } }; Output = { "$PWD/x.txt" } }
    ) {
        $result, $job = 1 | Invoke-MarianneJob -Name out -ForEach $Script -PassThru -WarningAction Ignore
        $job.Status | Should -Be Completed
        $expected = $Output -is [scriptblock] ? (& $Output) : $Output
        $result.Output | Should -Be $expected
        $kept = Get-MarianneOutput $job.Id -Key 1
        $kept.Value | Should -Be $expected
    }

    It 'keeps large whole numbers as numbers' {
        $result, $null = 1 | Invoke-MarianneJob -Name large -PassThru -ForEach { [uint64] 5; [uint64]::MaxValue; [bigint]::Pow(10, 30) }
        $result.Output | Should -BeOfType ValueType
        $result.Output | Should -Be 5, ([uint64]::MaxValue), ([bigint]::Pow(10, 30))
    }

    It 'keeps the properties of objects, also of live ones' {
        $result, $null = 1 | Invoke-MarianneJob -Name props -PassThru -ForEach { [pscustomobject] @{ A = 1; B = 'x', 'y' }; 1..3 | Measure-Object -Sum }
        $result.Output[0].A | Should -Be 1
        $result.Output[0].B | Should -Be x, y
        $result.Output[1].Sum | Should -Be 6
    }

    It 'returns outputs later by key, those of a failed item not, and large ones from files' {
        $job = 'a', 'b' | Invoke-MarianneJob -Name later -ErrorAction Ignore -ForEach { if ($_ -eq 'b') { 'lost'; throw 'bad' }; 'x' * 100000 }
        (Get-MarianneOutput $job.Id -Key a).Value.Length | Should -Be 100000
        (Get-MarianneOutput $job.Id).SheetName | Should -Be a
        { Get-MarianneOutput $job.Id -Key c -ErrorAction Stop } | Should -Throw -ErrorId 'ItemNotFound,*'
    }

    It 'shows only the names of files that are items, in tables of sheets, outputs and events' {
        $paths = 'first.md', 'second.md' | ForEach-Object { Join-Path $TestDrive "folder with a long name/$_" }
        $events = $paths | Invoke-MarianneJob -Name files -Event -ForEach { 'read' }
        $job = Get-MarianneJob -Name files
        $tables = $events | Format-Table | Out-String -Width 80
        $tables += $job | Get-MarianneSheet | Format-Table | Out-String -Width 80
        $tables += Get-MarianneOutput $job.Id | Format-Table | Out-String -Width 80
        [regex]::Matches($tables, '(?m)^[ \d:]+ first\.md ').Count | Should -BeGreaterOrEqual 4 # Started and completed, the sheet, its output.
        $tables | Should -Not -Match ' [A-Z]?:?[\\/]'
        (Get-MarianneOutput $job.Id).SheetName | Should -Be $paths
    }

    It 'passes the outputs to -Reduce, also of items that ran earlier' {
        $null = 1, 2 | Invoke-MarianneJob -Name red -ForEach { $_ * 10 } -Reduce { ($Items.Output | Measure-Object -Sum).Sum }
        $job = 2, 3, 1 | Invoke-MarianneJob -Name red -ForEach { $_ * 10 } -Reduce { ($Items.Output | Measure-Object -Sum).Sum }
        (Get-MarianneOutput $job.Id -SheetName reduce).Value | Should -Be 60
    }

    It 'runs in the background' {
        $background = 1, 2 | Invoke-MarianneJob -Name back -ForEach { } -PassThru -AsJob
        $results = $background | Receive-Job -Wait -AutoRemoveJob
        ($results | Where-Object { $_ -is [Marianne.Running.ItemResult] }).Key | Sort-Object | Should -Be 1, 2
        $results[-1].Status | Should -Be Completed
    }

    It 'shows with -WhatIf what would run, and saves nothing' {
        $null = 1, 2 | Invoke-MarianneJob -Name plan -ForEach { if ($_ -eq 2) { throw 'bad' } } -ErrorAction Ignore
        $plan = 1, 2, 3 | Invoke-MarianneJob -Name plan -ForEach { if ($_ -eq 2) { throw 'bad' } } -WhatIf
        ($plan.Sheets | Where-Object Action -EQ Play).Name | Should -Be 2, 3
        (Get-MarianneJob -Name plan).TotalSheets | Should -Be 2
        $new = 1, 2 | Invoke-MarianneJob -Name newplan -ForEach { } -WhatIf
        $new.SheetsToPlay | Should -Be 2
        Get-MarianneJob -Name newplan -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'needs -Force for a changed block, and keeps what is done' {
        $null = 1, 2 | Invoke-MarianneJob -Name change -ThrottleLimit 1 -ForEach { "first $_" >> log.txt }
        { 1, 2, 3 | Invoke-MarianneJob -Name change -ThrottleLimit 1 -ForEach { "second $_" >> log.txt } -ErrorAction Stop } |
            Should -Throw -ErrorId 'ScoreChanged,*' -ExpectedMessage 'The script block of the items has changed*-Force*'
        $job = 1, 2, 3 | Invoke-MarianneJob -Name change -ThrottleLimit 1 -ForEach { "second $_" >> log.txt } -Force
        $job.Status | Should -Be Completed
        Get-Log | Should -Be 'first 1', 'first 2', 'second 3'
    }

    It 'starts a new job with -Restart' {
        $first = 1 | Invoke-MarianneJob -Name restart -ThrottleLimit 1 -ForEach { "$_" >> log.txt }
        $second = 1 | Invoke-MarianneJob -Name restart -ThrottleLimit 1 -ForEach { "$_" >> log.txt } -Restart
        $second.Id | Should -Not -Be $first.Id
        Get-Log | Should -Be 1, 1
    }

    It 'starts a new job after one that was cancelled' {
        $running = 1 | Invoke-MarianneJob -Name cancelled -AsJob -ForEach {
            New-Item started
            while (-not (Test-Path released)) { Start-Sleep -Milliseconds 10 }
        }
        Wait-Until { Test-Path started } 'the item runs'
        $cancelled = Get-MarianneJob -Name cancelled | Stop-MarianneJob -Wait -PassThru -Confirm:$false
        $null = $running | Wait-Job
        $running | Remove-Job -Force
        $cancelled.Status | Should -Be Cancelled
        $job = 1 | Invoke-MarianneJob -Name cancelled -ForEach { 'done' }
        $job.Status | Should -Be Completed
        $job.Id | Should -Not -Be $cancelled.Id
    }

    It 'runs by id: all that is left, -Only Failed, -ItemKey' {
        $null = 1, 2, 3 | Invoke-MarianneJob -Name byid -ThrottleLimit 1 -ForEach { "$_" >> log.txt; if ($_ -eq 2 -and -not (Test-Path ok)) { throw 'bad' } } -ErrorAction Ignore
        $id = (Get-MarianneJob -Name byid).Id
        $null = New-Item ok
        (Invoke-MarianneJob -Id $id -Only Failed).Status | Should -Be Completed
        Get-Log | Should -Be 1, 2, 2, 3
        (Invoke-MarianneJob -Id $id -ItemKey 3).Status | Should -Be Completed
        Get-Log | Should -Be 1, 2, 2, 3, 3
        { Invoke-MarianneJob -Id $id -ItemKey 4 -ErrorAction Stop } | Should -Throw -ErrorId 'ItemNotFound,*' -ExpectedMessage "*no item with the key '4'*"
    }

    It 'finds the key of a file by its path from the workspace' {
        Set-Content a.txt, b.txt x
        $job = Get-ChildItem *.txt | Invoke-MarianneJob -Name files -ThrottleLimit 1 -ForEach { "$($_.Name)" >> log.log }
        $null = Invoke-MarianneJob -Id $job.Id -ItemKey b.txt
        Get-Content log.log | Sort-Object | Should -Be a.txt, b.txt, b.txt
        ($job.Sheets | Get-Text) | Should -Match '(?m)^ +1 a\.txt +Completed'
    }

    It 'passes $using: variables, and refuses them by id with the name of the variable' {
        $greeting = 'hello'
        $job = 1, 2 | Invoke-MarianneJob -Name using -ThrottleLimit 1 -ForEach { if ($_ -eq 2) { throw 'bad' }; "$using:greeting $_" >> log.txt } -ErrorAction Ignore
        Get-Log | Should -Be 'hello 1'
        { Invoke-MarianneJob -Id $job.Id -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage '*$using:greeting*'
    }

    It 'is not for workers' {
        $job = 1 | Invoke-MarianneJob -Name worker -ForEach { throw 'bad' } -ErrorAction Ignore
        { $job | Start-MarianneJob -ErrorAction Stop } | Should -Throw -ExpectedMessage '*has items of a pipeline, which workers do not run*'
    }

    It 'refuses -ItemKey for a job without items' {
        $job = Invoke-MarianneJob -Name plain -Sheet { exit 1 } -Option @{ retry = @{ max_retries = 0 } } -ErrorAction Ignore
        { Invoke-MarianneJob -Id $job.Id -ItemKey a -ErrorAction Stop } | Should -Throw -ErrorId 'ItemNotFound,*'
    }
}

Describe 'A run of items that is killed' {
    BeforeAll {
        Enter-Folder
        $env:MARIANNE_HOME = "$PWD/home"
        function Get-Running {
            if (Test-Path "$env:MARIANNE_HOME/state.db") {
                (Get-MarianneJob -Name killed -Store (Connect-HomeStore) -ErrorAction Ignore).Sheets | Where-Object Status -EQ InProgress | ForEach-Object ItemKey
            }
        }

        Set-Content line.ps1 @"
            Import-Module '$root/Marianne.psd1'
            Set-Location '$PWD'
            1..8 | Invoke-MarianneJob -Name killed -ThrottleLimit 2 -ForEach {
                while (`$_ -in 3, 4 -and -not (Test-Path go)) { Start-Sleep -Milliseconds 50 }
                Add-Content "`$_.txt" "`$_"
                `$_ * 10
            }
"@
        $process = Start-PowerShell '-File', "$PWD/line.ps1"
        Wait-Until { (Get-Running) -join ' ' -eq '3 4' } 'items 3 and 4 run' $process
        $process.Kill()
        $process.WaitForExit()
        $null = New-Item go
        $output = pwsh -NoProfile -NonInteractive -File line.ps1 *>&1 | Out-String
        $job = Get-MarianneJob -Name killed -Store (Connect-HomeStore)
    }

    AfterAll {
        $env:MARIANNE_HOME = "$TestDrive/home"
        Pop-Location
    }

    It 'is paused by Ctrl+C, and continued by the same line' -Skip:(-not ($IsLinux -and (Get-Command script -ErrorAction Ignore))) {
        Set-Content ctrl.ps1 @"
            `$ProgressPreference = 'SilentlyContinue'
            Import-Module '$root/Marianne.psd1'
            Set-Location '$PWD'
            1..4 | Invoke-MarianneJob -Name ctrl -ThrottleLimit 2 -ForEach {
                while (`$_ -eq 3 -and -not (Test-Path on)) { '' > waits; Start-Sleep -Milliseconds 50 }
                Add-Content "c`$_.txt" "`$_"
                "out `$_"
            }
"@
        $start = [Diagnostics.ProcessStartInfo]@{
            FileName = 'script' # It provides a terminal. A shell's background processes ignore Ctrl+C, and these tests may be one.
            Arguments = "-qfec ""env --default-signal=INT $(@(Get-PowerShellCommand) -join ' ') -NoProfile -File ctrl.ps1"" /dev/null"
            WorkingDirectory = $PWD; RedirectStandardInput = $true; RedirectStandardOutput = $true
        }
        $process = [Diagnostics.Process]::Start($start)
        $null = $process.StandardOutput.ReadToEndAsync()
        Wait-Until { (Test-Path waits) -and (Test-Path c4.txt) } 'item 3 runs'
        $process.StandardInput.Write("`u{3}")
        $process.StandardInput.Flush()
        $process.WaitForExit(30000) | Should -BeTrue
        (Get-MarianneJob -Name ctrl -Store (Connect-HomeStore)).Status | Should -Be Paused

        $null = New-Item on
        $null = pwsh -NoProfile -NonInteractive -File ctrl.ps1 *>&1
        $ctrl = Get-MarianneJob -Name ctrl -Store (Connect-HomeStore)
        $ctrl.Status | Should -Be Completed
        1..4 | ForEach-Object { Get-Content "c$_.txt" } | Should -Be (1..4)
        (Get-MarianneOutput $ctrl.Id -Store (Connect-HomeStore)).Value | Should -Be 'out 1', 'out 2', 'out 3', 'out 4'
    }

    It 'has the outputs of all items in order' {
        (Get-MarianneOutput $job.Id -Store (Connect-HomeStore)).Value | Should -Be (1..8 | ForEach-Object { $_ * 10 })
    }

    It 'is continued by the same line, and each item is done once' {
        $job | Should -HaveCount 1
        $job.Status | Should -Be Completed -Because $output
        1..8 | ForEach-Object { Get-Content "$_.txt" } | Should -Be (1..8)
    }
}
