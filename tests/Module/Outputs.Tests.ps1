# The values that sheets pass on: Write-MarianneOutput, the key outputs of a sheet, and Get-MarianneOutput.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-MarianneJob -Id first -TotalSheets 1 # Pester removes what a block creates after it, also a store.
}

AfterAll {
    Exit-TestSession
}

Describe 'Write-MarianneOutput' {
    It 'writes <Line>' -ForEach @(
        @{ Line = '{"marianne_output":{"a":"x \"y\""}}'; Script = { Write-MarianneOutput a 'x "y"' } }
        @{ Line = '{"marianne_output":{"a":[1,2.5,true,null]}}'; Script = { Write-MarianneOutput a @(1, 2.5, $true, $null) } }
        @{ Line = '{"marianne_output":{"a":["x"]}}'; Script = { 'x' | Write-MarianneOutput a } }
        @{ Line = '{"marianne_output":{"a":[]}}'; Script = { @() | Write-MarianneOutput a } }
        @{ Line = '{"marianne_output":{"a":[]}}'; Script = { Write-MarianneOutput a @() } }
        @{ Line = '{"marianne_output":{"a":""}}'; Script = { Write-MarianneOutput a '' } }
        @{ Line = '{"marianne_output":{"a":null}}'; Script = { Write-MarianneOutput a $null } }
        @{ Line = '{"marianne_output":{"a":{"n":1}}}'; Script = { Write-MarianneOutput -Name a -Value ([pscustomobject] @{ n = 1 }) } }
    ) {
        & $Script | Should -BeExactly $Line
    }

    It 'writes the full path of a file' {
        $file = New-Item "$TestDrive/a file.txt" -Force
        (Write-MarianneOutput a $file | ConvertFrom-Json).marianne_output.a | Should -Be $file.FullName
    }

    It 'refuses <Name> as InvalidOutput' -ForEach @{ Name = 'a b' }, @{ Name = '1' }, @{ Name = 'a.b' }, @{ Name = 'x' * 101 } {
        { Write-MarianneOutput $Name 1 } | Should -Throw -ErrorId 'InvalidOutput,*'
    }

    It 'refuses a value that JSON cannot represent' {
        { Write-MarianneOutput a (Get-Process -Id $PID) } | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}

Describe 'Get-MarianneOutput' {
    BeforeAll {
        $job = @{
            name = 'passing'; workspace = "$TestDrive"; retry = @{ max_retries = 0 }
            sheets = @(
                @{
                    name = 'find'
                    script = "Set-Content list.txt 'a.cs', '', 'b c.cs'; Write-MarianneOutput info @{ n = 1 }; Write-MarianneOutput big ('x' * 70000)"
                    outputs = @{ files = @{ lines = 'list.txt' } }
                }
                @{ script = 'Write-MarianneOutput info 2' }
                @{ name = 'none'; script = '1' }
            )
        } | Import-MarianneScore | Invoke-MarianneJob
    }

    It 'gets the outputs in the order of the sheets and of their names' {
        $outputs = $job | Get-MarianneOutput
        $outputs | ForEach-Object { "$_" } | Should -Be find.big, find.files, find.info, 2.info
        $outputs.JobId | Should -Be (@($job.Id) * 4)
        $outputs[1].Value | Should -Be a.cs, 'b c.cs'
        $outputs[2].Value.n | Should -Be 1
        $outputs[3].Value | Should -Be 2
        $outputs[0].Value.Length | Should -Be 70000
        $outputs[0].Size | Should -Be (Get-Item $outputs[0].Path).Length
        $outputs[0].Hash | Should -Be (Get-FileHash $outputs[0].Path).Hash
    }

    It 'gets the outputs of <Name>' -ForEach @(
        @{ Name = 'a number'; Script = { Get-MarianneOutput $job.Id 2 }; Expected = '2.info' }
        @{ Name = 'a sheet'; Script = { Get-MarianneSheet $job.Id 2 | Get-MarianneOutput }; Expected = '2.info' }
        @{ Name = 'a name'; Script = { Get-MarianneOutput $job.Id -SheetName FIND -Name Files }; Expected = 'find.files' }
        @{ Name = 'patterns'; Script = { Get-MarianneOutput pass* -SheetName f* -Name *i* }; Expected = 'find.big', 'find.files', 'find.info' }
        @{ Name = 'a sheet without any'; Script = { Get-MarianneOutput $job.Id -SheetName none }; Expected = @() }
        @{ Name = 'a name and another number'; Script = { Get-MarianneOutput $job.Id 2 -SheetName find }; Expected = @() }
    ) {
        @(& $Script | ForEach-Object { "$_" }) | Should -Be $Expected
    }

    It 'reports <Id> for <Name>' -ForEach @(
        @{ Id = 'OutputNotFound'; Name = 'an unknown output'; Script = { Get-MarianneOutput $job.Id -Name nothing -ErrorAction SilentlyContinue } }
        @{ Id = 'SheetOutOfRange'; Name = 'an unknown sheet'; Script = { Get-MarianneOutput $job.Id -SheetName other -ErrorAction SilentlyContinue } }
        @{ Id = 'SheetOutOfRange'; Name = 'a number'; Script = { Get-MarianneOutput $job.Id 4 -ErrorAction SilentlyContinue } }
        @{ Id = 'JobNotFound'; Name = 'an unknown job'; Script = { Get-MarianneOutput nothing -ErrorAction SilentlyContinue } }
    ) {
        $Error.Clear()
        & $Script | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'completes <Line> to <Text>' -ForEach @(
        @{ Line = 'Get-MarianneOutput {0} -Name f'; Text = 'files' }
        @{ Line = 'Get-MarianneOutput {0} -SheetName n'; Text = 'none' }
        @{ Line = 'Get-MarianneOutput {0} '; Text = '1' }
    ) {
        $typed = $Line -f $job.Id
        @(Get-Completion $typed)[0].CompletionText | Should -Be $Text
    }

    It 'shows a table and a list' {
        $table = $job | Get-MarianneOutput | Format-Table | Out-String -Width 80
        $table | Should -Match '1 find +files +\(2\) a\.cs, b c\.cs'
        $table | Should -Match '2 +info +2'
        $list = $job | Get-MarianneOutput -Name files | Format-List | Out-String -Width 80
        $list | Should -Match 'Value +: a\.cs\r?\n +b c\.cs'
        $list | Should -Not -Match 'Hash'
    }

    It 'gets what a copy of the job has' {
        $other = Connect-Marianne "$TestDrive/copies/" -NoDefault
        Copy-MarianneJob $job.Id $other
        Get-MarianneOutput $job.Id -Store $other | ForEach-Object { "$_" } | Should -Be find.big, find.files, find.info, 2.info
        Remove-MarianneJob $job.Id -Store $other -Confirm:$false
        Disconnect-Marianne $other
        Get-ChildItem "$TestDrive/copies" -Filter *.outputs | Should -BeNullOrEmpty
    }
}

Describe 'The key outputs' {
    It 'fails the sheet if <Name>' -ForEach @(
        @{ Name = 'the file is missing'; Outputs = @{ a = @{ lines = 'missing.txt' } }; Message = "The output 'a' cannot be read: the file '*missing.txt' does not exist.*" }
        @{ Name = 'it is not JSON'; Outputs = @{ a = @{ json = 'text.txt' } }; Message = "The output 'a' cannot be read: the file '*text.txt' is not valid JSON: *" }
    ) {
        Set-Content "$TestDrive/text.txt" text
        $job = @{
            name = 'failing'; workspace = "$TestDrive"; retry = @{ max_retries = 0 }; sheets = , @{ script = '1'; outputs = $Outputs }
        } | Import-MarianneScore | Invoke-MarianneJob -Restart -ErrorAction SilentlyContinue
        (Get-MarianneSheet $job.Id 1).ErrorMessage | Should -BeLike $Message
        Get-MarianneOutput $job.Id | Should -BeNullOrEmpty
    }

    It 'is refused if <Name>' -ForEach @(
        @{ Name = 'it names two files'; Outputs = @{ a = @{ lines = 'a'; json = 'b' } }; Message = '*exactly one of: lines, json, text*' }
        @{ Name = 'it names none'; Outputs = @{ a = @{ } }; Message = '*exactly one of: lines, json, text*' }
        @{ Name = 'its name is not valid'; Outputs = @{ 'a b' = @{ lines = 'a' } }; Message = "*'a b'*" }
        @{ Name = 'a key is misspelled'; Outputs = @{ a = @{ line = 'a' } }; Message = '*lines*' }
    ) {
        $problems = @{ name = 'invalid'; sheets = , @{ script = '1'; outputs = $Outputs } } | Test-MarianneScore -Detailed
        $problems.Message -join '|' | Should -BeLike $Message
    }
}

Describe 'A sheet that uses outputs' {
    It 'has them as words of a command, in a variable and in $Inputs' {
        $hostile = '"; touch pwned #'
        $list = $IsWindows ? @('a b', 'c') : @('a b', $hostile)
        $show = $IsWindows ? 'echo {find.files}' : 'printf "[%s]" {find.files} {find.files.count}'
        $job = @{
            name = 'using'; workspace = "$TestDrive"; retry = @{ max_retries = 0 }
            parameters = @{ files = @{ type = 'list'; default = $list } }
            sheets = @(
                @{ name = 'find'; script = 'Write-MarianneOutput files $Parameters.files; Write-MarianneOutput info @{ n = 1 }' }
                @{ name = 'show'; command = $show }
                @{
                    name = 'report'; needs = 'find'; environment = @{ FILES = '{find.files}' }
                    script = '"$($Inputs.FIND.files.Count)|$($Inputs.find.info.n)|$($Inputs.Keys)|$($env:FILES.Split("`n").Count)"'
                }
                @{ name = 'skipped'; when = '{find.info} == 1'; command = 'exit 1' }
                @{ name = 'alone'; script = '"$($Inputs.Count)"' }
            )
        } | Import-MarianneScore | Invoke-MarianneJob
        $job.Status | Should -Be Completed
        $outputs = Get-MarianneExecution $job.Id | Sort-Object SheetNumber | ForEach-Object { $_.Output.Trim() }
        if (-not $IsWindows) {
            $outputs[1] | Should -BeExactly "[a b][$hostile][2]"
        }

        $outputs[2] | Should -Be '2|1|find|2'
        $outputs[3] | Should -Be '0'
        (Get-MarianneSheet $job.Id 4).Status | Should -Be Skipped
        "$TestDrive/pwned" | Should -Not -Exist
    }

    It 'fails if an output is missing' {
        $job = @{
            name = 'missing'; workspace = "$TestDrive"
            sheets = @{ name = 'find'; script = '1' }, @{ command = 'echo {find.files}' }
        } | Import-MarianneScore | Invoke-MarianneJob -ErrorAction SilentlyContinue
        $sheet = Get-MarianneSheet $job.Id 2
        $sheet.ErrorCode | Should -Be E605
        $sheet.ErrorMessage | Should -BeLike "*{find.files} has no value: sheet 1 'find' has no output 'files'.*"
    }

    It 'is refused if it uses its own output' {
        $problem = @{ name = 'own'; sheets = , @{ name = 'find'; command = 'echo {find.files}' } } | Test-MarianneScore -Detailed
        $problem.Message | Should -BeLike "Sheet 1 'find' uses its own output*"
    }
}
