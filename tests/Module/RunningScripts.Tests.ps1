# Sheets with scripts: their variables, their output, and their failures.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '', Justification = 'Sheets may.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Sheets may.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $once = @{ retry = @{ max_retries = 0 } }

    # Runs one sheet, and returns its result and output.
    function Invoke-Script($Sheet, [string] $Name = [guid]::NewGuid(), $Option = $once) {
        $job = Invoke-MarianneJob -Name $Name -Workspace $work -Sheet $Sheet -Option $Option -ErrorAction Ignore
        [pscustomobject]@{
            Job = $job
            Status = $job.Sheets[0].Status
            ExitCode = $job.Sheets[0].ExitCode
            Message = $job.Sheets[0].ErrorMessage
            Output = (Get-MarianneExecution -JobId $job.Id).Output -replace '\r'
        }
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'A script sees' {
    It 'its sheet, its job and its workspace' {
        $lines = (Invoke-Script { $Sheet.Number; $Sheet.Status; $Sheet.ExecutionMode; $Job.Name; $Workspace; $ErrorActionPreference } -Name seen).Output
        $lines.Trim() -split '\s*\n' | Should -Be 1, InProgress, normal, seen, $work, Stop
    }

    It 'this module and the store of the runner' {
        $other = Connect-Marianne "$TestDrive/other.db" -NoDefault
        $job = Invoke-MarianneJob -Name elsewhere -Store $other -Sheet { (Get-MarianneJob).Name; (Get-MarianneStore).Path }
        $lines = (Get-MarianneExecution -JobId $job.Id -Store $other).Output.Trim() -split '\s*\n'
        $lines | Should -Be elsewhere, $other.Path
        Disconnect-Marianne $other
        (Get-MarianneStore).Kind | Should -Be Memory
    }

    It 'this module as if it had imported it' {
        $seen = {
            $module = Get-Module Marianne
            $module | Select-Object Name, Version, Guid, ModuleType, Path, ModuleBase | ConvertTo-Json -Compress
            $module.ExportedCommands.Keys | Sort-Object
            # Get-Help replaces the name of the help file by its path.
            Get-Command -Module Marianne | ForEach-Object {
                "$($_.Name) $($_.Source) $($_.Version) $(Split-Path $_.HelpFile -Leaf)"
            } | Sort-Object
            (Get-Command Marianne\Get-MarianneJob).Name
            (Get-Help Get-MarianneJob).Synopsis
        }
        (Invoke-Script $seen).Output.Trim() -split '\s*\n' | Should -Be (& $seen)
    }

    It 'the members and views of this module''s objects' {
        $seen = {
            Get-FormatData -TypeName Marianne.* | ForEach-Object { $_.TypeNames; $_.FormatViewDefinition.Name }
            Get-TypeData -TypeName Marianne.* | ForEach-Object { $_.TypeName; $_.Members.Keys | Sort-Object }
        }
        (Invoke-Script $seen).Output.Trim() -split '\s*\n' | Sort-Object | Should -Be (& $seen | Sort-Object)
    }

    It 'the views of this module with <Name>' -ForEach @(
        @{ Name = 'Out-String'; Script = { $Sheet | Out-String } }
        @{ Name = 'an alias'; Script = [scriptblock]::Create('$Sheet | ft') }
        @{ Name = 'a redirection'; Script = { $Sheet > sheet.txt; Get-Content sheet.txt } }
        @{ Name = 'Tee-Object'; Script = { $null = $Sheet | Tee-Object sheet.txt; Get-Content sheet.txt } }
        @{ Name = '$WhatIfPreference'; Script = { $WhatIfPreference = $true; $Sheet | Out-String } }
        @{ Name = 'no command'; Script = { $Sheet } }
    ) {
        (Invoke-Script $Script).Output | Should -Match '(?m)^ *Job: .*\n\s*\n *Sheet +Name +Status +Attempts'
    }

    It 'this module when it imports it again' {
        $result = Invoke-Script {
            $manifest = "$((Get-Module Marianne).ModuleBase)/Marianne.psd1"
            Import-Module $manifest
            Import-Module $manifest -Force
            (Get-Module Marianne | Measure-Object).Count
            $Job.CreatedAt.Kind
            Remove-Module Marianne
            "[$(Get-Module Marianne)][$(Get-Command Get-MarianneJob -ErrorAction Ignore)]"
        }
        $result.Output.Trim() -split '\s*\n' | Should -Be 1, Local, '[][]'
    }

    It 'no variable of another sheet in this module' {
        $job = Invoke-MarianneJob -Name module-variables -Sheet {
            & (Get-Module Marianne) { $script:left = 1 }
            & (Get-Module Marianne) { "[$left][$((Get-Command Get-MarianneJob).Source)]" }
        }, {
            & (Get-Module Marianne) { "[$left]" }
        }
        (Get-MarianneExecution -JobId $job.Id | Sort-Object SheetNumber).Output.Trim() | Should -Be '[1][Marianne]', '[]'
        & (Get-Module Marianne) { "[$left]" } | Should -Be '[]'
    }

    It 'no event of another sheet' {
        $job = Invoke-MarianneJob -Name module-events -Sheet {
            $null = Register-EngineEvent left -Action { 1 }
            (Get-EventSubscriber | Measure-Object).Count
        }, {
            (Get-EventSubscriber | Measure-Object).Count
        }
        (Get-MarianneExecution -JobId $job.Id | Sort-Object SheetNumber).Output.Trim() | Should -Be 1, 0
    }

    It 'nothing else of its caller' {
        $hidden = 'secret'
        function Get-Hidden { $hidden }
        (Invoke-Script { "[$hidden][$(Get-Command Get-Hidden -ErrorAction Ignore)]" }).Output.Trim() | Should -Be '[][]'
    }

    It 'no variable of another sheet, and leaves none behind' {
        $before = $PWD.Path
        $job = Invoke-MarianneJob -Name apart -Sheet { $global:left = 1; Set-Location / }, { "[$left]"; $PWD.ProviderPath }
        (Get-MarianneExecution -JobId $job.Id -SheetNumber 2).Output.Trim() -split '\s*\n' | Should -Be '[]', $work
        $PWD.Path | Should -Be $before
    }

    It 'the variables of its environment, which are removed afterwards' {
        $env:MARIANNE_TEST_KEPT = 'kept'
        $sheets = 1..3 | ForEach-Object {
            @{ script = '"$env:MARIANNE_TEST_GONE"; Start-Sleep -Milliseconds 30'; environment = @{ MARIANNE_TEST_GONE = "$_"; MARIANNE_TEST_KEPT = 'x' } }
        }
        $job = Invoke-MarianneJob -Name environment -Sheet $sheets -Option @{ parallel = @{ enabled = $true; max_concurrent = 3 } }
        $job.Status | Should -Be Completed
        $env:MARIANNE_TEST_GONE, $env:MARIANNE_TEST_KEPT | Should -Be $null, kept
        $env:MARIANNE_TEST_KEPT = $null
    }
}

Describe '$using: gives' {
    It 'values, their members, in strings and in blocks' {
        $thing = @{ Name = 'n'; Deep = @{ Number = 4 } }
        $list = 1, 2, 3
        $splat = @{ Object = 'splatted' }
        $script = {
            $using:thing.Name
            "is $using:list and $($using:thing.Deep.Number)"
            & { $using:list.Count }
            1..2 | ForEach-Object { $using:thing.Name + $_ }
            Write-Host @using:splat
            ${using:list}[1]
        }
        (Invoke-Script $script).Output.Trim() -split '\s*\n' | Should -Be 'n', 'is 1 2 3 and 4', '3', 'n1', 'n2', 'splatted', '2'
    }

    It 'values to nested blocks, which also see the script''s own variables' {
        $outer = 'outer'
        $script = {
            $inner = 'inner'
            1 | ForEach-Object -Parallel { "$using:outer $using:inner" }
            Start-ThreadJob { "$using:outer" } | Receive-Job -Wait -AutoRemoveJob
        }
        (Invoke-Script $script).Output.Trim() -split '\s*\n' | Should -Be 'outer inner', 'outer'
    }

    It 'nothing to the store' {
        $password = 'p4ss'
        $result = Invoke-Script { $null = $using:password }
        $result.Status | Should -Be Completed
        $result.Job.ConfigSnapshot.sheets[0].script | Should -BeLike '*$using:password*'
        $result.Job | ConvertTo-Json -Depth 9 | Should -Not -Match 'p4ss'
    }

    It 'an error before anything runs, if the variable does not exist' {
        { Invoke-MarianneJob -Name unset -Sheet { $null = New-Item must-not-be }, { $using:nowhere } -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter,*' -ExpectedMessage '*$using:nowhere*'
        'must-not-be' | Should -Not -Exist
        Get-MarianneJob -Name unset* | Should -BeNullOrEmpty
    }

    It 'the values of the function that starts the run' {
        function Start-Run($Word) { Invoke-MarianneJob -Name local -Sheet { $using:Word } -Restart }
        (Get-MarianneExecution -JobId (Start-Run hello).Id).Output.Trim() | Should -Be hello
        $module = New-Module {
            $own = 'module'
            function Start-Own { Invoke-MarianneJob -Name own -Sheet { $using:own } }
        }
        (Get-MarianneExecution -JobId (Start-Own).Id).Output.Trim() | Should -Be module
        Remove-Module $module
    }
}

Describe 'What a script connects to' {
    It 'is its own' {
        $mine = Get-MarianneStore
        (Invoke-Script { Connect-Marianne -InMemory }).Status | Should -Be Completed
        Get-MarianneStore | Should -Be $mine
        $shell = [powershell]::Create()
        $shell.AddScript("Import-Module '$root/Marianne.psd1'; (Get-MarianneStore).Kind").Invoke() | Should -Be $mine.Kind
        $shell.Dispose()
    }

    It 'can be closed, and the run keeps its store' {
        $result = Invoke-Script { Disconnect-Marianne }, 'exit 0'
        $result.Job.Status | Should -Be Completed
        (Get-MarianneStore).IsOpen | Should -BeTrue
    }
}

Describe 'A script fails' {
    It 'on <Name>' -ForEach @(
        @{ Name = 'throw'; Sheet = { throw 'boom'; 'after' }; ExitCode = 1; Message = '*boom*' }
        @{ Name = 'Write-Error'; Sheet = { Write-Error 'bad'; 'after' }; ExitCode = 1; Message = '*bad*' }
        @{ Name = 'an error of a cmdlet'; Sheet = { Get-Item nowhere; 'after' }; ExitCode = 1; Message = '*nowhere*' }
        @{ Name = 'exit 3'; Sheet = { exit 3; 'after' }; ExitCode = 3; Message = '*exit code was 3*' }
        @{ Name = 'Read-Host'; Sheet = { Read-Host 'who' }; ExitCode = 1; Message = '*cannot prompt for input*' }
        @{ Name = 'a choice'; Sheet = { $Host.UI.PromptForChoice('a', 'b', @('&c'), 0) }; ExitCode = 1; Message = '*cannot prompt for input*' }
        @{ Name = 'a question before it does something'; Sheet = { New-Item asked -Confirm }; ExitCode = 1; Message = '*cannot prompt for input*' }
    ) {
        $result = Invoke-Script $Sheet
        $result.Status | Should -Be Failed
        $result.ExitCode | Should -Be $ExitCode
        $result.Message | Should -BeLike $Message
        $result.Output | Should -Not -Match 'after\n$'
    }

    It 'before anything runs, if its text cannot be parsed' {
        $sheets = { 'ran' }, @{ script = "`nif (" }
        $option = @{ retry = @{ max_retries = 3; base_delay_seconds = 3600 } }
        $job = Invoke-MarianneJob -Name unparsed -Sheet $sheets -Option $option -ErrorAction SilentlyContinue -ErrorVariable failed
        $job | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'ScoreInvalid,*'
        "$failed" | Should -BeLike '*sheets`[1`].script: The script cannot be parsed at line 2, column 5: *'
        Get-MarianneJob -Name unparsed* | Should -BeNullOrEmpty
    }

    It 'without a retry, if its file cannot be parsed' {
        Set-Content broken.ps1 '', 'if ('
        $result = Invoke-Script @{ script = './broken.ps1' } -Option @{ retry = @{ max_retries = 3; base_delay_seconds = 3600 } }
        $result.Status, $result.Job.Sheets[0].AttemptCount | Should -Be Failed, 1
        $result.Message | Should -BeLike 'The script cannot be parsed at line 2, column 5: * (E304: *'
    }

    It 'on the exit code of its last program' -Skip:$IsWindows {
        (Invoke-Script { sh -c 'exit 4' }).ExitCode | Should -Be 4
        (Invoke-Script { sh -c 'exit 4'; sh -c 'exit 0' }).Status | Should -Be Completed
        (Invoke-Script { sh -c 'exit 4'; exit 0 }).Status | Should -Be Completed
    }

    It 'not on errors that it handles' {
        (Invoke-Script { Write-Error 'fine' -ErrorAction Continue; try { throw 1 } catch { 'caught' } }).Output |
            Should -Be "fine`ncaught`n"
    }

    It 'on its timeout, which ends its programs and their child processes' -Skip:(-not $IsLinux) {
        $result = Invoke-Script @{ timeout_seconds = 1; script = 'sh -c "sh -c ''echo `$`$ > child; sleep 600'' & sleep 600"' }
        $result.Status | Should -Be Failed
        $result.Message | Should -BeLike 'E001*'
        Test-ProcessRunning (Get-Content child) | Should -BeFalse
    }

    It 'on its timeout, even if it cannot be stopped' {
        # This thread cannot be stopped. The runner abandons it.
        $sheet = @{ timeout_seconds = 0.2; script = '[Threading.Thread]::Sleep(20000); Set-Content too-late 1' }
        (Invoke-Script $sheet).Message | Should -BeLike 'E001*'
    }
}

Describe 'A script writes' {
    It 'text unchanged and in order' {
        $long = 'x' * 500
        $script = {
            'first'
            Write-Warning 'w'
            Write-Verbose 'v' -Verbose
            Write-Host 'one' -NoNewline
            Write-Host ' line'
            Write-Information 'i'
            Write-Error 'e' -ErrorAction Continue
            $using:long
            'last'
        }
        (Invoke-Script $script).Output | Should -Be "first`nWARNING: w`nVERBOSE: v`none line`ni`ne`n$long`nlast`n"
    }

    It 'objects in their default views' {
        $output = (Invoke-Script {
                1..150 | ForEach-Object { [pscustomobject]@{ Number = $_; Word = 'w' } }
                'between'
                Get-Item / | Format-List FullName
                'after'
            }).Output
        [regex]::Matches($output, 'Number Word').Count | Should -Be 1
        $output | Should -Match '(?s)150 w.*between.*FullName : .*after'
    }

    It 'the output of the host, once' {
        $script = { 'object' | Out-Host; $Host.UI.WriteLine('screen'); Write-Host 'host'; Write-Progress 'not this' }
        (Invoke-Script $script).Output | Should -Be "object`nscreen`nhost`n"
    }

    It 'pending output too, if it fails' {
        (Invoke-Script { [pscustomobject]@{ Number = 42 }; throw 'up' }).Output | Should -Match '(?s)42.*up\n$'
    }

    It 'more than is stored: the end is kept' {
        $output = (Invoke-Script { foreach ($number in 1..20000) { "line $number" } }).Output
        $output.Length | Should -BeLessOrEqual 51200
        $output | Should -BeLike "*line 20000`n"
    }
}

Describe 'A script that is a file' {
    It 'is found relative to its score, and knows its folder' {
        $folder = (New-Item "$TestDrive/files" -ItemType Directory).FullName
        Set-Content -LiteralPath "$folder/my [1] sheet.ps1" '$PSScriptRoot; $Workspace; $Sheet.Number'
        Set-Content "$folder/score.yaml" "{ name: file, workspace: out, sheets: [ { script: './my [1] sheet.ps1' } ] }"
        $job = Invoke-MarianneJob "$folder/score.yaml"
        (Get-MarianneExecution -JobId $job.Id).Output.Trim() -split '\s*\n' | Should -Be $folder, (Join-Path $folder out), 1
    }

    It 'fails on its exit code, and if it does not exist' {
        Set-Content exits.ps1 'exit 3'
        (Invoke-Script @{ script = './exits.ps1' }).ExitCode | Should -Be 3
        (Invoke-Script @{ script = './nowhere.ps1' }).Message | Should -BeLike '*nowhere.ps1*does not exist. (E303: *'
    }
}

Describe 'Scripts that run at once' {
    It 'do not change the environment of commands that run at the same time' -Skip:$IsWindows {
        Remove-Item $work/* -Recurse -Force
        $null = Invoke-MarianneJob -Score @{
            name = 'beside'
            workspace = $work
            sheets = @(
                @{ script = 'New-Item started; while (-not (Test-Path seen.txt)) { Start-Sleep -Milliseconds 10 }'; environment = @{ LEAKED = 'yes' } }
                @{ command = 'until test -e started; do sleep 0.01; done; echo "LEAKED=$LEAKED" > seen.new; mv seen.new seen.txt' }
            )
            parallel = @{ enabled = $true; max_concurrent = 2; stagger_delay_ms = 0 }
        }
        Get-Content $work/seen.txt | Should -Be 'LEAKED='
        $env:LEAKED | Should -BeNullOrEmpty
    }

    It 'do not disturb each other' {
        $sheets = 1..4 | ForEach-Object {
            @{ script = "`$mine = $_; foreach (`$turn in 1..20) { `"`$mine `$turn`"; if (`$mine -ne $_) { throw } }; Set-Location /; `$Sheet.Number" }
        }
        $job = Invoke-MarianneJob -Name together -Sheet $sheets -Option @{ parallel = @{ enabled = $true; max_concurrent = 4 } }
        $job.Status | Should -Be Completed
        foreach ($execution in Get-MarianneExecution -JobId $job.Id) {
            $number = $execution.SheetNumber
            $execution.Output.Trim() -split '\s*\n' | Should -Be (@(1..20 | ForEach-Object { "$number $_" }) + "$number")
        }
    }
}
