# Prints the calls between files of a Ruby repository that its tests make: path, line, path of what is called, its name, other places.
#
#   ruby ruby_calls.rb ROOT COMMAND...
#
# COMMAND runs the tests in ROOT. The first column is where the call is written, so calls that Ruby itself makes there (`map(&:name)`) count where the name stands in the
# line. The other places of a method are those of the same name in what its class descends from: a call that is written for the one may run the other. `new` is a call of
# the class. A call that leads out of the repository, or stays in its file, has no path; one that has run methods of classes that have nothing in common is left out.
require 'set'
require 'tmpdir'

class CallsSeen
  METHOD = Kernel.instance_method(:method)
  CLASS = Kernel.instance_method(:class)

  def initialize(root, folder)
    @root = "#{File.realpath(root)}/"
    @folder = folder
    @lines = {}
    @paths = {}
    @places = {}
    @calls = Hash.new { |hash, key| hash[key] = Set.new }
  end

  def start
    TracePoint.new(:call, :c_call) { |point| see(point) }.enable
    at_exit { save }
  end

  private

  def see(point)
    if point.event == :c_call
      path = own(point.path)
      line = point.lineno
    else
      caller = caller_locations(3, 1)&.first or return
      path = own(caller.path)
      line = caller.lineno
    end
    return if path.nil?

    name, target, others = made(point) || called(point)
    @calls["#{path}\t#{line}\t#{name}"].add("#{target}\t#{others}") if name && written?(path, line, name)
  rescue StandardError
    nil
  end

  # `A.new`, whichever class in `A`'s line has the `initialize`.
  def made(point)
    return unless point.method_id == :initialize

    type = CLASS.bind_call(point.self)
    name = type.name or return
    path, = Object.const_source_location(name)
    methods = type.instance_methods(false).map { |each| type.instance_method(each) } + type.singleton_methods(false).map { |each| type.method(each) }
    others = methods.filter_map { |each| own(each.source_location&.first) }.uniq - [own(path)]
    [name[/\w+\z/], own(path), others.join(';')]
  end

  # Null for what the standard library writes in the name of a class: a delegator is where it is said.
  def called(point)
    return if point.event == :call && point.path.end_with?('/forwardable.rb', '/forwardable/impl.rb')

    @places[[point.defined_class, point.method_id, (point.self if point.defined_class.singleton_class?)]] ||= begin
      path, = place(point.defined_class, point.method_id)
      line_of = point.self.is_a?(Module) && point.defined_class.singleton_class? ? point.self.singleton_class : CLASS.bind_call(point.self)
      others = line_of.ancestors.filter_map { |type| place(type, point.method_id)&.first }.uniq - [path]
      # An accessor is one symbol, whether it is read or written.
      name = path && point.event == :c_call ? point.method_id.to_s.delete_suffix('=') : point.method_id.to_s
      [name, path, others.join(';')]
    end
  end

  def place(type, name)
    return unless type.method_defined?(name, false) || type.private_method_defined?(name, false)

    path, line = type.instance_method(name).source_location
    path = path && own(path)
    [path, line] if path
  end

  def own(path)
    @paths.fetch(path) do
      full = path && File.exist?(path) ? File.realpath(path) : ''
      @paths[path] = full.start_with?(@root) ? full.delete_prefix(@root) : nil
    end
  end

  def written?(path, line, name)
    lines = @lines[path] ||= File.readlines(@root + path, encoding: 'BINARY', chomp: true)
    lines[line - 1].to_s.match?(/(?<![\w@$:])#{Regexp.escape(name.delete_suffix('='))}(?![\w:])/n)
  end

  def save
    File.open(File.join(@folder, "#{Process.pid}.tsv"), 'w') do |out|
      @calls.each { |call, targets| targets.each { |target| out.puts("#{call}\t#{target}") } }
    end
  end
end

if $PROGRAM_NAME == __FILE__
  root, *command = ARGV
  Dir.mktmpdir do |folder|
    seen = { 'RUBYOPT' => "-r#{File.realpath(__FILE__)}", 'CALLS_ROOT' => root, 'CALLS_FOLDER' => folder }
    system(seen, *command, chdir: root, out: $stderr)
    all = Dir[File.join(folder, '*.tsv')].flat_map { |file| File.readlines(file, chomp: true) }
    abort "#{command.join(' ')} has run no code of #{root}" if all.empty?
    calls = all.uniq.sort.map { |call| call.split("\t", -1) }.group_by { |path, line, name| [path, line, name] }
    calls.each do |(path, line, name), seen|
      places = seen.map { |_, _, _, target, others| [target, *others.split(';')] }
      next if places.reduce(:&).empty?

      target, others = seen.first.drop(3)
      puts [path, line, target == path ? '' : target, name, others].join("\t")
    end
  end
elsif ENV['CALLS_ROOT']
  CallsSeen.new(ENV.fetch('CALLS_ROOT'), ENV.fetch('CALLS_FOLDER')).start
end
